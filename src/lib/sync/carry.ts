/** Bringing another tablet's entries to the server, as its file held them. They go here only with the server's receipt for each. */
import { whereRoom, type CarriedEntry, type LocalDatabase } from '$lib/local-db';
import { PushResponse, type ImportRequest } from '$lib/wire';
import { MAX_PUSH_BYTES } from './batches';
import { NetworkFailed, Refused, SyncError, UnexpectedAnswer } from './errors';
import type { PushOutcome } from './push';
import { callJson, type ServerAccess } from './server-call';
import { needsPerson, storedProblem } from './status';

const PATH = '/api/sync/import';
const LIMIT_MS = 30_000;
const READ_AT_ONCE = 100;

/**
 * Sends the carried entries of every device. `again`: also those the server would not take before. What it asks for first and this tablet
 * does not have (`out-of-order`) waits for the tablet that has it.
 * @throws SyncError; what was acknowledged until then stays acknowledged
 */
export async function importCarried(
	database: LocalDatabase,
	access: ServerAccess,
	outcome: PushOutcome,
	again: boolean
): Promise<void> {
	for (const device of await carriedDevices(database)) await importDevice(database, access, outcome, device, again);
}

async function carriedDevices(database: LocalDatabase): Promise<string[]> {
	const keys = await database.carried.toCollection().primaryKeys();
	return [...new Set(keys.map(([device]) => device))];
}

async function importDevice(
	database: LocalDatabase,
	access: ServerAccess,
	outcome: PushOutcome,
	device: string,
	again: boolean
): Promise<void> {
	let after = 0;
	let limit = READ_AT_ONCE;
	for (;;) {
		const rows = await database.carried
			.where('[device+seq]')
			.between([device, after], [device, Infinity], false)
			.limit(limit)
			.toArray();
		const [first] = rows;
		if (!first) return;
		const batch = cut(again ? rows : rows.filter(({ lastError }) => !needsPerson(lastError)));
		if (batch.length === 0) {
			after = rows.at(-1)?.seq ?? Infinity;
			continue;
		}
		try {
			const answer = await send(access, device, batch);
			const acknowledged = await settle(database, batch, answer, access.now());
			outcome.pushed += acknowledged;
			after = batch.at(-1)?.seq ?? Infinity;
			limit = READ_AT_ONCE;
		} catch (error) {
			if (!(error instanceof SyncError)) throw error;
			// One entry may spoil the call: smaller calls bring the others through and leave it alone.
			if (error instanceof Refused && batch.length > 1) {
				limit = Math.ceil(batch.length / 2);
				continue;
			}
			await markFailed(database, batch, error, access.now());
			if (!(error instanceof Refused)) throw error;
			after = batch.at(-1)?.seq ?? Infinity;
			limit = READ_AT_ONCE;
		}
	}
}

/** As many as fit one call; at least one. */
function cut(rows: readonly CarriedEntry[]): CarriedEntry[] {
	let bytes = 0;
	const fits = rows.findIndex((row) => (bytes += row.bytes + 1) > MAX_PUSH_BYTES);
	return rows.slice(0, fits === -1 ? rows.length : Math.max(1, fits));
}

async function send(access: ServerAccess, device: string, batch: readonly CarriedEntry[]): Promise<PushResponse> {
	const request: ImportRequest = { device, entries: batch.map(({ entry }) => ({ ...entry })) };
	const headers = { 'Content-Type': 'application/json' };
	const body = JSON.stringify(request);
	return callJson(access, { method: 'POST', url: PATH, headers, body, limitMs: LIMIT_MS }, PushResponse);
}

/** Takes the receipts to disk, and wakes photos that the server says it lacks. Gives the number of entries let go of. */
async function settle(
	database: LocalDatabase,
	batch: readonly CarriedEntry[],
	{ receipts, missingPhotos }: PushResponse,
	nowMs: number
): Promise<number> {
	const sent = new Map(batch.map((row) => [row.id, row]));
	for (const { id, seq } of receipts) {
		if (sent.get(id)?.seq !== seq) throw new UnexpectedAnswer(PATH, `receipt for ${id}, which was not sent`);
	}
	const waits = new Set(receipts.filter(({ result }) => result === 'out-of-order').map(({ id }) => id));
	const kept = receipts.flatMap(({ id, result }) => (result === 'out-of-order' ? [] : (sent.get(id) ?? [])));
	const { carried, photos } = database;
	await database.transaction('rw', carried, photos, async () => {
		await carried.bulkDelete(kept.map(({ device, seq }) => [device, seq]));
		const lastError = { code: 'earlier-missing', detail: '', at: new Date(nowMs).toISOString() };
		await carried.bulkPut(
			batch.filter(({ id }) => waits.has(id)).map((row) => ({ ...row, attempts: row.attempts + 1, lastError }))
		);
		await photos
			.where('sha256')
			.anyOf(missingPhotos)
			.filter(({ state }) => state === 'sent')
			.modify({ state: 'waiting', uploadUrl: null });
	});
	return kept.length;
}

async function markFailed(
	database: LocalDatabase,
	batch: readonly CarriedEntry[],
	error: SyncError,
	nowMs: number
): Promise<void> {
	const lastError = storedProblem(error, nowMs);
	const answered = error instanceof NetworkFailed ? 0 : 1;
	const rows = batch.map((row) => ({ ...row, attempts: row.attempts + answered, lastError }));
	await whereRoom(() => database.carried.bulkPut(rows));
}
