/** A story's entries as the steps a reader follows: what each states, by whom, how long after the one before, what became of it. */
import { entryTypeWords } from '$lib/components/entry-words';
import { sizeInWords } from '$lib/components/measures';
import { roleWords } from '$lib/components/words';
import { isEntryType, type Actor, type BodyOf, type Entry } from '$lib/domain/ledger';
import { m } from '$lib/messages';
import { contentInWords } from '../../content';
import { actorName } from '../../names';
import { tellDecision, tellWithdrawal } from './decision-steps';
import { tellAction, tellApproval, tellOverdue, tellRefusal, tellVeto, tellWithdrawnAction } from './oversight-steps';
import type { Fact, Step } from './step';
import type { Row, Story, StoryNames, Told } from './story';
import { routeFacts, suggestionFacts } from './suggestion-facts';

const PROOFS: Record<Actor['proof'], () => string> = {
	session: m.ledger_proof_session,
	'pin-offline': m.ledger_proof_pin_offline,
	device: m.ledger_proof_device,
	service: m.ledger_proof_service
};

const RESOLUTIONS = {
	released: m.story_resolution_released,
	corrected: m.story_resolution_corrected,
	dismissed: m.story_resolution_dismissed
};

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
			atServer: names.isServer(device),
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
				// Whoever was signed in has not said it.
				...(entry.actor.personId !== null && {
					person: m.story_with({ person: actorName(entry.actor, names) }),
					role: null
				}),
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
			return tellDecision(story, entry.body, content, entry.at);
		case 'decision.withdrawn':
			return tellWithdrawal(story, entry.body);
		case 'comment.made':
			return { title, tone: 'plain', facts: [{ term: m.story_note(), value: content }] };
		case 'approval.given':
			return tellApproval(story, position, entry.body);
		case 'approval.refused':
			return tellRefusal(story, position, entry.body);
		case 'veto.made':
			return tellVeto(entry.body);
		case 'checkpoint.overdue':
			return tellOverdue(entry.body);
		case 'action.finalized':
			return tellAction(story, entry.id, entry.body, names);
		case 'action.withdrawn':
			return tellWithdrawnAction(story, entry.id, entry.body);
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
