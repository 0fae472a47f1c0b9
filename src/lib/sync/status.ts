/** How the last runs went, kept on disk so that page and service worker, and the next start, know it. */
import { PROBLEM_CODES, type Recovery } from '$lib/wire';
import { whereRoom, type LocalDatabase, type StoredProblem } from '$lib/local-db';
import * as v from 'valibot';
import type { SyncError } from './errors';

const KEY = 'sync-status';
const RECOVERIES = [...new Set(Object.values(PROBLEM_CODES))];

export const SyncProblem = v.object({
	code: v.string(),
	recovery: v.picklist(RECOVERIES),
	detail: v.string(),
	at: v.string()
});
/** Why the last run did not finish: what recovers from it decides what the person is asked to do. */
export type SyncProblem = { code: string; recovery: Recovery; detail: string; at: string };

const KeptStatus = v.object({
	lastSuccessAt: v.nullable(v.string()),
	lastError: v.nullable(SyncProblem),
	/** The `seq` the server expects next of this tablet. */
	serverExpectedSeq: v.nullable(v.number()),
	/** Runs that failed in a row. */
	failures: v.number(),
	/** Number in the Background Sync tag; counts up whenever an event with it failed. */
	backgroundTag: v.number()
});
export type KeptStatus = v.InferOutput<typeof KeptStatus>;

const EMPTY: KeptStatus = {
	lastSuccessAt: null,
	lastError: null,
	serverExpectedSeq: null,
	failures: 0,
	backgroundTag: 1
};

export async function readStatus(database: LocalDatabase): Promise<KeptStatus> {
	const row = await database.settings.get(KEY);
	const parsed = v.safeParse(KeptStatus, row?.value);
	return parsed.success ? parsed.output : EMPTY;
}

/** As `updateStatus`, for what only tells how things went: without room it is left out. */
export async function noteStatus(
	database: LocalDatabase,
	change: (status: KeptStatus) => Partial<KeptStatus>
): Promise<void> {
	await whereRoom(() => updateStatus(database, change));
}

/** Changes some fields; page and service worker may do so at the same time. */
export async function updateStatus(
	database: LocalDatabase,
	change: (status: KeptStatus) => Partial<KeptStatus>
): Promise<void> {
	await database.transaction('rw', database.settings, async () => {
		const status = await readStatus(database);
		await database.settings.put({ key: KEY, value: { ...status, ...change(status) } });
	});
}

export function problemOf(error: SyncError, nowMs: number): SyncProblem {
	return { ...storedProblem(error, nowMs), recovery: error.recovery };
}

export function storedProblem(error: SyncError, nowMs: number): StoredProblem {
	const { detail, reason } = error.facts;
	return { code: error.code, detail: String(detail ?? reason ?? ''), at: new Date(nowMs).toISOString() };
}

/** True when an item with this problem stays as it is until a person does something about it. */
export function needsPerson(problem: StoredProblem | null): boolean {
	return problem !== null && ITEM_REFUSALS.includes(problem.code);
}

/** Codes of the problems of a single item that time will not mend. */
export const ITEM_REFUSALS: readonly string[] = ['refused', 'too-large', 'forbidden', 'photo-damaged'];
