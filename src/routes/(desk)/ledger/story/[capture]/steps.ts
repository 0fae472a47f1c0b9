/** A story's entries as the steps a reader follows: what each states, by whom, how long after the one before, what became of it. */
import { entryTypeWords } from '$lib/components/entry-words';
import { sizeInWords } from '$lib/components/measures';
import { roleWords } from '$lib/components/words';
import type { ChangeReason } from '$lib/domain/decision';
import { isEntryType, type Actor, type BodyOf, type Entry, type EntryEnvelope } from '$lib/domain/ledger';
import type { Policy, Route, RoutingFacts } from '$lib/domain/policy';
import { m } from '$lib/messages';
import { contentInWords, type Names } from '../../content';
import { actorName } from '../../names';
import { routeFacts, suggestionFacts } from './suggestion-facts';
import type { Fact, Step } from './step';

interface Row {
	position: number;
	receivedAt: string;
	/** How far the device's clock was ahead of the server's, in milliseconds. */
	skewMs: number;
	entry: EntryEnvelope;
}

/** What a story is told from. */
export interface Story {
	/** In the order of the ledger. */
	rows: readonly Row[];
	/** How each suggestion was routed, by its position. */
	routes: ReadonlyMap<number, { route: Route; facts: RoutingFacts }>;
	/** By version. */
	policies: ReadonlyMap<number, Policy>;
}

export interface StoryNames extends Names {
	device(id: string): string;
}

const PROOFS: Record<Actor['proof'], () => string> = {
	session: m.ledger_proof_session,
	'pin-offline': m.ledger_proof_pin_offline,
	device: m.ledger_proof_device,
	service: m.ledger_proof_service
};

const CHANGES: Record<ChangeReason, () => string> = {
	'seen-now': m.story_change_seen_now,
	slip: m.story_change_slip,
	'model-trusted': m.story_change_model_trusted
};

const RESOLUTIONS = {
	released: m.story_resolution_released,
	corrected: m.story_resolution_corrected,
	dismissed: m.story_resolution_dismissed
};

type Told = Pick<Step, 'title' | 'tone' | 'facts'> & Partial<Pick<Step, 'candidates' | 'mode' | 'remark'>>;

export function stepsOf(story: Story, names: StoryNames): Step[] {
	let before: number | null = null;
	return story.rows.flatMap((row) => {
		const { position, receivedAt, skewMs, entry } = row;
		if (!isEntryType(entry.type)) return [];
		const madeAt = Date.parse(entry.at) - skewMs;
		const afterMs = before === null ? null : madeAt - before;
		before = madeAt;
		const { actor, type, device, seq, at } = entry;
		const told = tell(row, story, names);
		return {
			position,
			type,
			person: actorName(actor, names),
			role: actor.role && roleWords(actor.role),
			proof: PROOFS[actor.proof](),
			device: names.device(device),
			seq,
			at,
			receivedAt,
			skewMs,
			afterMs,
			candidates: [],
			mode: null,
			remark: null,
			...told
		};
	});
}

function tell({ position, entry: envelope }: Row, story: Story, names: StoryNames): Told {
	const entry = envelope as Entry;
	const title = entryTypeWords(entry.type);
	const content = contentInWords(envelope, names);
	switch (entry.type) {
		case 'capture.recorded':
			return { title, tone: 'plain', facts: captureFacts(entry.body) };
		case 'suggestion.made': {
			const said = entry.body;
			const met = story.routes.get(position);
			return {
				title: m.story_model_said(),
				tone: 'model',
				facts: [...suggestionFacts(said, names.class), ...(met ? routeFacts(met, names) : [])],
				mode: met?.route.consequence.mode ?? null,
				candidates: said.candidates.map(({ class: id, probability }) => ({
					name: names.class(id),
					probability,
					plausible: said.conformalSet.includes(id)
				})),
				remark: said.candidates.length === 0 ? m.story_nothing_named() : null
			};
		}
		case 'call.committed':
			return { title: content, tone: 'plain', facts: [{ term: title, value: m.story_own_call() }] };
		case 'decision.made':
			return {
				title: content,
				tone: isVoid(story, entry.body.id) ? 'void' : entry.body.verdict,
				facts: decisionFacts(entry.body, entry.at, story),
				remark: remarkOn(story, entry.body.id)
			};
		case 'decision.withdrawn': {
			const taken = positionOf(story, entry.body.decisionId);
			const value = taken === null ? entry.body.decisionId : m.story_entry({ position: taken });
			return { title, tone: 'void', facts: [{ term: m.story_takes_back(), value }] };
		}
		case 'photo.stored':
			return {
				title,
				tone: 'plain',
				facts: [{ term: m.story_bytes(), value: sizeInWords(entry.body.bytes) }],
				remark: m.story_stored()
			};
		case 'quarantine.resolved': {
			const { resolution, reason, entryId } = entry.body;
			const stands = story.rows.find((row) => row.entry.id === entryId)?.position;
			return {
				title: RESOLUTIONS[resolution](),
				tone: 'plain',
				facts: [{ term: m.story_reason(), value: reason }],
				remark: stands === undefined ? null : m.story_stands_for({ position: stands })
			};
		}
		default:
			return { title, tone: 'plain', facts: content === '' ? [] : [{ term: m.ledger_content(), value: content }] };
	}
}

const SOURCES = {
	camera: m.story_source_camera,
	still: m.story_source_still,
	wedge: m.story_source_wedge,
	typed: m.story_source_typed
};

function captureFacts({ scanned, photo, photoSource }: BodyOf<'capture.recorded'>): Fact[] {
	const { width, height, bytes } = photo;
	const size = m.story_photo_size({ width, height, size: sizeInWords(bytes) });
	const source = { camera: null, file: m.story_photo_file(), sample: m.story_photo_sample() }[photoSource];
	return [
		{
			term: m.story_scanned(),
			value: scanned ? m.story_scanned_by({ ...scanned, source: SOURCES[scanned.source]() }) : m.story_picked()
		},
		{ term: m.story_photo(), value: source === null ? size : `${size} · ${source}` }
	];
}

function decisionFacts(decision: BodyOf<'decision.made'>, at: string, story: Story): Fact[] {
	const { note, shownAt, policyVersion: version, ruleId, supersedes, changedBecause } = decision;
	const rule = story.policies.get(version)?.rules.find(({ id }) => id === ruleId)?.name ?? ruleId;
	const replaced = supersedes === null ? null : positionOf(story, supersedes);
	return [
		...(note === '' ? [] : [{ term: m.story_note(), value: note }]),
		shownAt === null
			? { term: m.story_seen(), value: m.story_seen_never() }
			: { term: m.story_seen(), seen: { at: shownAt, untilDecision: Date.parse(at) - Date.parse(shownAt) } },
		...(changedBecause ? [{ term: m.story_changed_because(), value: CHANGES[changedBecause]() }] : []),
		{
			term: m.story_decided_under(),
			value: rule === null ? m.story_route_none({ version }) : m.story_route_rule({ version, rule })
		},
		...(replaced === null
			? []
			: [{ term: m.story_supersedes(), value: m.story_supersedes_record({ position: replaced }) }])
	];
}

/** Where the entry stands that states a decision. */
function positionOf(story: Story, decisionId: string): number | null {
	const found = story.rows.find(
		({ entry }) => entry.type === 'decision.made' && (entry.body as BodyOf<'decision.made'>).id === decisionId
	);
	return found?.position ?? null;
}

function endOf(story: Story, decisionId: string): { position: number; by: 'withdrawal' | 'decision' } | null {
	for (const { position, entry } of story.rows) {
		if (entry.type === 'decision.withdrawn' && (entry.body as BodyOf<'decision.withdrawn'>).decisionId === decisionId)
			return { position, by: 'withdrawal' };
		if (entry.type === 'decision.made' && (entry.body as BodyOf<'decision.made'>).supersedes === decisionId)
			return { position, by: 'decision' };
	}
	return null;
}

const isVoid = (story: Story, decisionId: string) => endOf(story, decisionId) !== null;

function remarkOn(story: Story, decisionId: string): string | null {
	const end = endOf(story, decisionId);
	if (!end) return null;
	const { position } = end;
	return end.by === 'withdrawal' ? m.story_withdrawn({ position }) : m.story_superseded({ position });
}
