/** Sending the tablet's entries in order. An outbox row goes only with the server's receipt for exactly that entry. */
import { whereRoom, type LocalDatabase } from '$lib/local-db';
import { MAX_PUSH_ENTRIES, PushResponse, type PushRequest } from '$lib/wire';
import { cutBatch, readBatch, type Outgoing } from './batches';
import { NetworkFailed, Refused, ServerUnavailable, SyncError, UnexpectedAnswer } from './errors';
import { callJson, type ServerAccess } from './server-call';
import { ReceiptWriter } from './receipts';
import { storedProblem } from './status';

const PATH = '/api/sync/push';
const LIMIT_MS = 30_000;
const SUSPICIOUS_ATTEMPTS = 3;

export interface PushOutcome {
	/** Entries the server now has that it had not acknowledged before. */
	pushed: number;
	quarantined: number;
}

/**
 * Pushes until the outbox is empty. Every answer must bring the tablet forward; one that does not ends the push. While the server takes
 * a call whole, the next is on its way before the receipts of the one before are on disk: should they not get there, the entries are
 * sent again, and the server knows them.
 * @throws SyncError; what was acknowledged until then stays acknowledged
 */
export async function pushOutbox(database: LocalDatabase, access: ServerAccess, outcome: PushOutcome): Promise<void> {
	const receipts = new ReceiptWriter(database, access, outcome);
	/** Where the server asked to go on from, when that is before the outbox. */
	let resendFrom: number | null = null;
	let highestExpected = 0;
	let limit = MAX_PUSH_ENTRIES;
	/** Read while the call before was under way; empty at the end of the chain, and where the next start is not known. */
	let ahead: Outgoing[] = [];
	for (;;) {
		if (ahead.length === 0) {
			await receipts.written();
			const start = resendFrom ?? (await firstUnsent(database));
			if (start === undefined) return;
			ahead = await readBatch(database, start, limit);
		}
		const batch = ahead;
		const last = batch.at(-1)?.seq ?? 0;
		let answer: PushResponse;
		try {
			const sending = sendBatch(access, batch, await lastSeqOf(database));
			[answer, ahead] = await Promise.all([sending, readAhead(database, last + 1, limit)]);
		} catch (error) {
			ahead = [];
			await receipts.written();
			// One entry may spoil the call: smaller calls bring every entry before it through and leave it alone.
			if (batch.length > 1 && (await spoiltByContent(database, batch[0]?.seq ?? 0, error))) {
				limit = Math.ceil(batch.length / 2);
				resendFrom = batch[0]?.seq ?? null;
				continue;
			}
			if (error instanceof SyncError) await markFailed(database, batch, error, access.now());
			throw error;
		}
		const removedBefore = outcome.pushed;
		await receipts.write(batch, answer);
		if (tookWhole(batch, answer)) {
			highestExpected = Math.max(highestExpected, answer.expectedSeq);
			resendFrom = null;
			continue;
		}
		ahead = [];
		await receipts.written();
		const first = (await firstUnsent(database)) ?? (await lastSeqOf(database)) + 1;
		resendFrom = answer.expectedSeq < first ? Math.max(1, answer.expectedSeq) : null;
		if (outcome.pushed === removedBefore && answer.expectedSeq <= highestExpected) {
			throw new UnexpectedAnswer(PATH, `no progress: expects ${answer.expectedSeq} again`);
		}
		highestExpected = Math.max(highestExpected, answer.expectedSeq);
	}
}

/** Every entry has its receipt, and the server goes on right after them. */
function tookWhole(batch: readonly Outgoing[], { receipts, expectedSeq }: PushResponse): boolean {
	const kept = receipts.filter(({ result }) => result !== 'out-of-order');
	return kept.length === batch.length && expectedSeq === (batch.at(-1)?.seq ?? 0) + 1;
}

async function firstUnsent(database: LocalDatabase): Promise<number | undefined> {
	const [seq] = await database.outbox.orderBy('seq').limit(1).primaryKeys();
	return seq;
}

async function lastSeqOf(database: LocalDatabase): Promise<number> {
	const [seq] = await database.entries.orderBy('seq').reverse().limit(1).primaryKeys();
	return seq ?? 0;
}

/** What follows, as far as it fits one call; empty where the chain ends or has a hole, which the next proper reading tells. */
async function readAhead(database: LocalDatabase, start: number, limit: number): Promise<Outgoing[]> {
	const entries = await database.entries.where('seq').aboveOrEqual(start).limit(limit).toArray();
	return entries[0]?.seq === start ? cutBatch(entries, limit) : [];
}

/** @param lastSeq of the newest record here: what the server should expect, should this tablet be lost */
async function sendBatch(access: ServerAccess, batch: readonly Outgoing[], lastSeq: number): Promise<PushResponse> {
	const request: PushRequest = { device: access.deviceId, lastSeq, entries: batch.map(({ entry }) => entry) };
	return callJson(
		access,
		{
			method: 'POST',
			url: PATH,
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(request),
			limitMs: LIMIT_MS
		},
		PushResponse
	);
}

/** A server that fails again and again at the same place may be failing at one entry. */
async function spoiltByContent(database: LocalDatabase, start: number, error: unknown): Promise<boolean> {
	if (error instanceof Refused) return true;
	if (!(error instanceof ServerUnavailable && error.status === 500)) return false;
	return ((await database.outbox.get(start))?.attempts ?? 0) >= SUSPICIOUS_ATTEMPTS;
}

async function markFailed(
	database: LocalDatabase,
	batch: readonly Outgoing[],
	error: SyncError,
	nowMs: number
): Promise<void> {
	const problem = storedProblem(error, nowMs);
	// Without a network nothing was tried.
	const answered = error instanceof NetworkFailed ? 0 : 1;
	const rows = database.outbox.where('seq').anyOf(batch.map(({ seq }) => seq));
	await whereRoom(() =>
		rows.modify((row) => {
			row.attempts += answered;
			row.lastError = problem;
		})
	);
}
