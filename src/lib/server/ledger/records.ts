/** Reads and writes of the ledger's own tables. */
import { createHash } from 'node:crypto';
import { canonicalBytes, type ChainHead, type EntryEnvelope } from '$lib/domain/ledger';
import type { Capture } from '$lib/domain/capture';
import { lockFor, type ChainRow, type QuarantineRow, type Reader, type SiteRow, type Tx } from '../db';
import type { Accepted } from '../projections';

/** A record as it is kept: its canonical text, and the hash that the next entry of its device carries. */
export interface Sealed {
	json: string;
	hash: string;
}

/** Throws on what canonical JSON cannot say, such as half a surrogate pair. */
export function seal(record: Record<string, unknown> | EntryEnvelope): Sealed {
	return sealText(new TextDecoder().decode(canonicalBytes(record)));
}

/** Any JSON, as it is: for records that are no entries. */
export function sealAsIs(record: Record<string, unknown>): Sealed {
	return sealText(JSON.stringify(record));
}

function sealText(json: string): Sealed {
	return { json, hash: createHash('sha256').update(json).digest('base64url') };
}

/** The site this server keeps, or null before its first run was completed. */
export async function readSite(reader: Reader): Promise<SiteRow | null> {
	return (await reader.selectFrom('sites').selectAll().limit(1).executeTakeFirst()) ?? null;
}

/**
 * Reads the site's row once nobody else appends to the site, until the transaction ends. Positions thereby become visible in their
 * order: a reader who has seen one will never find a lower one later.
 */
export async function lockSite(tx: Tx, site: string): Promise<SiteRow> {
	await lockFor(tx, `site ${site}`);
	return tx.selectFrom('sites').selectAll().where('id', '=', site).executeTakeFirstOrThrow();
}

export async function savePosition(tx: Tx, site: string, position: number): Promise<void> {
	await tx.updateTable('sites').set({ position }).where('id', '=', site).execute();
}

export async function readChain(reader: Reader, site: string, device: string): Promise<ChainRow | null> {
	const row = await reader
		.selectFrom('chains')
		.selectAll()
		.where('site', '=', site)
		.where('device', '=', device)
		.executeTakeFirst();
	return row ?? null;
}

export async function saveChain(tx: Tx, row: ChainRow): Promise<void> {
	const { seq, hash, offered_seq, last_seen_at, skew_ms } = row;
	await tx
		.insertInto('chains')
		.values(row)
		.onConflict((conflict) =>
			conflict.columns(['site', 'device']).doUpdateSet({ seq, hash, offered_seq, last_seen_at, skew_ms })
		)
		.execute();
}

export async function insertEntry(
	tx: Tx,
	{ envelope, statement, position, receivedAt }: Accepted,
	sealed: Sealed,
	skewMs: number
): Promise<void> {
	await tx
		.insertInto('entries')
		.values({
			site: envelope.site,
			position,
			id: envelope.id,
			device: envelope.device,
			seq: envelope.seq,
			type: statement.type,
			person: envelope.actor.personId,
			about: subjectOf(statement.body),
			at: envelope.at,
			received_at: receivedAt,
			skew_ms: skewMs,
			hash: sealed.hash,
			json: sealed.json
		})
		.execute();
}

function subjectOf(body: object): string | null {
	for (const name of ['id', 'decisionId', 'deviceId', 'personId'] as const) {
		const value: unknown = Reflect.get(body, name);
		if (typeof value === 'string') return value;
	}
	return null;
}

/** Keeps a refused record; the same record is kept once. */
export async function insertQuarantined(tx: Tx, row: QuarantineRow): Promise<void> {
	await tx
		.insertInto('quarantine')
		.values(row)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** What is on record at one place of a device's chain. */
export type Recorded =
	{ kind: 'entry'; hash: string; position: number } | { kind: 'quarantined'; hash: string; reason: string };

/** The entry at this place, and every record that was refused there. */
export async function recordedAt(tx: Tx, site: string, device: string, seq: number): Promise<Recorded[]> {
	const entry = await tx
		.selectFrom('entries')
		.select(['hash', 'position'])
		.where('site', '=', site)
		.where('device', '=', device)
		.where('seq', '=', seq)
		.executeTakeFirst();
	const refused = await tx
		.selectFrom('quarantine')
		.select(['hash', 'reason'])
		.where('site', '=', site)
		.where('device', '=', device)
		.where('seq', '=', seq)
		.execute();
	return [
		...(entry ? [{ kind: 'entry' as const, ...entry }] : []),
		...refused.map((row) => ({ kind: 'quarantined' as const, ...row }))
	];
}

export async function isEntryIdTaken(tx: Tx, site: string, id: string): Promise<boolean> {
	const row = await tx
		.selectFrom('entries')
		.select('position')
		.where('site', '=', site)
		.where('id', '=', id)
		.executeTakeFirst();
	return row !== undefined;
}

/** Which of these photos the site does not have. */
export async function missingPhotos(reader: Reader, site: string, captures: readonly Capture[]): Promise<string[]> {
	const wanted = [...new Set(captures.map((capture) => capture.photo.sha256))];
	if (wanted.length === 0) return [];
	const rows = await reader
		.selectFrom('photos')
		.select('sha256')
		.where('site', '=', site)
		.where('sha256', 'in', wanted)
		.execute();
	const here = new Set(rows.map((row) => row.sha256));
	return wanted.filter((sha256) => !here.has(sha256));
}

export function headOf(chain: ChainRow | null): ChainHead {
	return { seq: chain?.seq ?? 0, hash: chain?.hash ?? null };
}
