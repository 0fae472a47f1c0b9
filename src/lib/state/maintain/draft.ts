/** A fault in somebody's hands, from the first symptom to what was done about it: kept for its person over a restart. */
import type { Capture, Photo } from '$lib/domain/capture';
import type { CommittedCall } from '$lib/domain/committed-call';
import type { Decision } from '$lib/domain/decision';
import type { AnsweredCheck, CauseRanking } from '$lib/domain/fault/causes';
import type { CodeSeen, FaultReport, Sound } from '$lib/domain/fault/report';
import type { Entry } from '$lib/domain/ledger';
import type { Route } from '$lib/domain/policy';
import type { Suggestion } from '$lib/domain/suggestion';
import { newId } from '$lib/device';
import { dropWork, keepWork, readWork, type LocalDatabase, type StoredPhoto } from '$lib/local-db';

const KIND = 'maintain';

/** What was done, as far as it has been filled in. `minutes` is null while the stopwatch counts. */
export interface RepairForm {
	remedies: string[];
	ownRemedy: string;
	parts: { name: string; quantity: number }[];
	replaced: string[];
	minutes: number | null;
	note: string;
}

export const EMPTY_REPAIR: RepairForm = {
	remedies: [],
	ownRemedy: '',
	parts: [],
	replaced: [],
	minutes: null,
	note: ''
};

export interface FaultDraft {
	assetId: string;
	scanned: Capture['scanned'];
	/** ISO 8601; the stopwatch counts from here. */
	begunAt: string;
	reportId: string;
	suggestionId: string;
	symptoms: string[];
	codes: CodeSeen[];
	text: string;
	photos: Photo[];
	sounds: Sound[];
	/** Once it is on record; nothing of it changes any more. */
	report: FaultReport | null;
	ranking: CauseRanking | null;
	/** What was looked at to tell the causes apart. */
	answers: AnsweredCheck[];
	/** What the model said, as it is or will be on record. */
	suggestion: Suggestion | null;
	/** It is on record. */
	isSuggested: boolean;
	route: Route | null;
	asksFirst: boolean;
	committed: CommittedCall | null;
	/** When what the model said was first visible, ISO 8601. */
	shownAt: string | null;
	decision: Decision | null;
	/** The cause that is being mended, where somebody else settled on it: an id of the catalogue, or words. */
	settledCause: string | null;
	repair: RepairForm;
}

/** @param scanned null where the machine was picked from a list */
export function newDraft(assetId: string, scanned: FaultDraft['scanned']): FaultDraft {
	return {
		assetId,
		scanned,
		begunAt: new Date().toISOString(),
		reportId: newId(),
		suggestionId: newId(),
		symptoms: [],
		codes: [],
		text: '',
		photos: [],
		sounds: [],
		report: null,
		ranking: null,
		answers: [],
		suggestion: null,
		isSuggested: false,
		route: null,
		asksFirst: false,
		committed: null,
		shownAt: null,
		decision: null,
		settledCause: null,
		repair: EMPTY_REPAIR
	};
}

export async function keepFaultDraft(database: LocalDatabase, personId: string, draft: FaultDraft): Promise<void> {
	await keepWork(database, KIND, personId, draft, new Date().toISOString());
}

export async function dropFaultDraft(database: LocalDatabase, personId: string): Promise<void> {
	await dropWork(database, KIND, personId);
}

/**
 * What this person had begun, as the ledger has it: what is on record is not asked for again, whether or not the draft was still written.
 * Null where nothing was begun, or it was finished.
 */
export async function findFaultDraft(
	database: LocalDatabase,
	personId: string
): Promise<{ draft: FaultDraft; files: StoredPhoto[] } | null> {
	const work = await readWork(database, KIND, personId);
	if (!work) return null;
	// Written by this file alone, in this app's own database.
	const draft = work.state as FaultDraft;
	const said = await entriesAbout(database, draft);
	if (said.some(({ type }) => type === 'repair.recorded')) {
		await dropFaultDraft(database, personId);
		return null;
	}
	const named = new Set([...draft.photos, ...draft.sounds].map(({ sha256 }) => sha256));
	// A file that no draft names was taken in the moment when the tablet went off.
	return { draft: withRecord(draft, said), files: work.files.filter(({ sha256 }) => named.has(sha256)) };
}

/** What is on record counts. */
export function withRecord(draft: FaultDraft, entries: readonly Entry[]): FaultDraft {
	let { report, isSuggested, suggestion, committed, decision } = draft;
	for (const { type, body } of entries) {
		if (type === 'fault.reported') report = body;
		else if (type === 'suggestion.made') [isSuggested, suggestion] = [true, body];
		else if (type === 'call.committed') committed = body;
		else if (type === 'decision.made') decision = body;
		else if (type === 'decision.withdrawn' && decision?.id === body.decisionId) decision = null;
	}
	return { ...draft, report, isSuggested, suggestion, committed, decision };
}

/** This tablet's own entries about the report, oldest first. */
async function entriesAbout(database: LocalDatabase, { reportId }: FaultDraft): Promise<Entry[]> {
	const stored = await database.entries
		.where('type')
		.anyOf(['fault.reported', 'suggestion.made', 'call.committed', 'decision.made', 'repair.recorded'])
		.and(({ type, entry: { body } }) => body[ABOUT[type] ?? ''] === reportId)
		.sortBy('seq');
	const decided = new Set(stored.flatMap(({ type, entry }) => (type === 'decision.made' ? [entry.body['id']] : [])));
	const withdrawn =
		decided.size === 0
			? []
			: await database.entries
					.where('type')
					.equals('decision.withdrawn')
					.and(({ entry }) => decided.has(entry.body['decisionId']))
					.toArray();
	// Everything in this table was sealed by this app's own code.
	return [...stored, ...withdrawn].sort((one, other) => one.seq - other.seq).map(({ entry }) => entry as Entry);
}

/** Where each type of entry names the report. */
const ABOUT: Readonly<Record<string, string>> = {
	'fault.reported': 'id',
	'suggestion.made': 'captureId',
	'call.committed': 'captureId',
	'decision.made': 'captureId',
	'repair.recorded': 'reportId'
};
