/** Sending the tablet's entries in order. An outbox row goes only with the server's receipt for exactly that entry. */
import type { LocalDatabase, StoredEntry } from '$lib/local-db';
import { MAX_PUSH_ENTRIES, PushResponse, type PushRequest, type Receipt } from '$lib/wire';
import { cutBatch } from './batches';
import { EntriesLost, NetworkFailed, Refused, ServerUnavailable, SyncError, UnexpectedAnswer } from './errors';
import { callJson, type ServerAccess } from './server-call';
import { storedProblem, updateStatus } from './status';

const PATH = '/api/sync/push';
const LIMIT_MS = 30_000;
const SUSPICIOUS_ATTEMPTS = 3;

export interface PushOutcome {
	/** Entries the server now has that it had not acknowledged before. */
	pushed: number;
	quarantined: number;
}

/**
 * Pushes until the outbox is empty. Every answer must bring the tablet forward; one that does not ends the push.
 * @throws SyncError; what was acknowledged until then stays acknowledged
 */
export async function pushOutbox(database: LocalDatabase, access: ServerAccess, outcome: PushOutcome): Promise<void> {
	/** Where the server asked to go on from, when that is before the outbox. */
	let resendFrom: number | null = null;
	let highestExpected = 0;
	let limit = MAX_PUSH_ENTRIES;
	for (;;) {
		const start: number | undefined = resendFrom ?? (await database.outbox.orderBy('seq').first())?.seq;
		if (start === undefined) return;
		const batch = await readBatch(database, start, limit);
		let answer: PushResponse;
		try {
			answer = await sendBatch(access, batch, await lastSeqOf(database));
		} catch (error) {
			// One entry may spoil the call: smaller calls bring every entry before it through and leave it alone.
			if (batch.length > 1 && (await spoiltByContent(database, start, error))) {
				limit = Math.ceil(batch.length / 2);
				continue;
			}
			if (error instanceof SyncError) await markFailed(database, batch, error, access.now());
			throw error;
		}
		const acknowledged = await settle(database, batch, answer, access.now());
		outcome.pushed += acknowledged.removed;
		outcome.quarantined += acknowledged.quarantined;
		const first = (await database.outbox.orderBy('seq').first())?.seq ?? (await lastSeqOf(database)) + 1;
		resendFrom = answer.expectedSeq < first ? Math.max(1, answer.expectedSeq) : null;
		if (acknowledged.removed === 0 && answer.expectedSeq <= highestExpected) {
			throw new UnexpectedAnswer(PATH, `no progress: expects ${answer.expectedSeq} again`);
		}
		highestExpected = Math.max(highestExpected, answer.expectedSeq);
	}
}

async function lastSeqOf(database: LocalDatabase): Promise<number> {
	const [seq] = await database.entries.orderBy('seq').reverse().limit(1).primaryKeys();
	return seq ?? 0;
}

async function readBatch(database: LocalDatabase, start: number, limit: number): Promise<StoredEntry[]> {
	const entries = await database.entries.where('seq').aboveOrEqual(start).limit(limit).toArray();
	const [first] = entries;
	if (!first) throw new EntriesLost(start, start);
	if (first.seq > start) throw new EntriesLost(start, first.seq - 1);
	return cutBatch(entries, limit);
}

/** @param lastSeq of the newest record here: what the server should expect, should this tablet be lost */
async function sendBatch(access: ServerAccess, batch: readonly StoredEntry[], lastSeq: number): Promise<PushResponse> {
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

/** Takes the receipts to disk: rows out of the outbox, quarantined ones kept apart, all in one transaction. */
async function settle(
	database: LocalDatabase,
	batch: readonly StoredEntry[],
	answer: PushResponse,
	nowMs: number
): Promise<{ removed: number; quarantined: number }> {
	const sent = new Map(batch.map((stored) => [stored.id, stored]));
	const kept = answer.receipts.filter(({ result }) => result !== 'out-of-order');
	for (const { id, seq } of answer.receipts) {
		if (sent.get(id)?.seq !== seq) throw new UnexpectedAnswer(PATH, `receipt for ${id}, which was not sent`);
	}
	const { outbox, quarantined, photos, settings } = database;
	return database.transaction('rw', [outbox, quarantined, photos, settings], async () => {
		const rows = await outbox.bulkGet(kept.map(({ seq }) => seq));
		const settled = kept.filter(({ id }, index) => rows[index]?.id === id);
		await outbox.bulkDelete(settled.map(({ seq }) => seq));
		const refused = kept.filter(({ result }) => result === 'quarantined');
		await quarantined.bulkPut(refused.map((receipt) => quarantinedRow(receipt, sent, nowMs)));
		// The server lost a photo it had, or another tablet's record names it: it is sent again from here.
		await photos
			.where('sha256')
			.anyOf(answer.missingPhotos)
			.filter(({ state }) => state === 'sent')
			.modify({ state: 'waiting', uploadUrl: null });
		await updateStatus(database, () => ({ serverExpectedSeq: answer.expectedSeq }));
		return { removed: settled.length, quarantined: refused.length };
	});
}

function quarantinedRow(receipt: Receipt, sent: ReadonlyMap<string, StoredEntry>, nowMs: number) {
	const { id, seq, reason } = receipt;
	return { id, seq, type: sent.get(id)?.type ?? '', reason: reason ?? '', at: new Date(nowMs).toISOString() };
}

async function markFailed(
	database: LocalDatabase,
	batch: readonly StoredEntry[],
	error: SyncError,
	nowMs: number
): Promise<void> {
	const problem = storedProblem(error, nowMs);
	// Without a network nothing was tried.
	const answered = error instanceof NetworkFailed ? 0 : 1;
	await database.outbox
		.where('seq')
		.anyOf(batch.map(({ seq }) => seq))
		.modify((row) => {
			row.attempts += answered;
			row.lastError = problem;
		});
}
