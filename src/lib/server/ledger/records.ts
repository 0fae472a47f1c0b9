/** Reads and writes of the ledger's own tables. */
import { hash } from 'node:crypto';
import { canonicalText, sealedText, type Arrival, type ChainHead, type EntryEnvelope } from '$lib/domain/ledger';
import { isOneOf, lockFor, type ChainRow, type Reader, type SiteRow, type Tx } from '../db';

/** A record as it is kept: its canonical text, and the hash that the next entry of its device carries. */
export interface Sealed {
	json: string;
	hash: string;
}

/** Throws on what canonical JSON cannot say, such as half a surrogate pair. */
export function seal(record: Record<string, unknown> | EntryEnvelope): Sealed {
	return sealText(canonicalText(record));
}

/** Any JSON, as it is: for records that are no entries. */
export function sealAsIs(record: Record<string, unknown>): Sealed {
	return sealText(JSON.stringify(record));
}

/** A record whose canonical text is at hand. */
export function sealText(json: string): Sealed {
	return { json, hash: hash('sha256', json, 'base64url') };
}

/** Seals an arrival onto the one before it (`sealedText`). */
export function sealArrival(before: string | null, arrival: Arrival): string {
	return hash('sha256', sealedText(before, arrival), 'base64url');
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

export async function readChains(tx: Tx, site: string, devices: readonly string[]): Promise<Map<string, ChainRow>> {
	const rows = tx
		.selectFrom('chains')
		.selectAll()
		.where('site', '=', site)
		.where(isOneOf(tx, 'device', devices));
	return new Map((await rows.execute()).map((row) => [row.device, row]));
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

/** What the entry is about: the id by which it is found again. */
export function subjectOf(body: object): string | null {
	for (const name of [
		'id',
		'decisionId',
		'deviceId',
		'personId',
		'captureId',
		'connectorId',
		'assetId',
		'sourceId'
	] as const) {
		const value: unknown = Reflect.get(body, name);
		if (typeof value === 'string') return value;
	}
	return null;
}

/** What is on record at one place of a device's chain. */
export type Recorded = { seq: number; hash: string } & (
	{ kind: 'entry'; position: number } | { kind: 'quarantined'; reason: string }
);

/** The entries at these places, and every record that was refused there. */
export async function recordedAt(tx: Tx, site: string, device: string, places: readonly number[]): Promise<Recorded[]> {
	if (places.length === 0) return [];
	const entries = await tx
		.selectFrom('entries')
		.select(['seq', 'hash', 'position'])
		.where('site', '=', site)
		.where('device', '=', device)
		.where(isOneOf(tx, 'seq', places))
		.execute();
	const refused = await tx
		.selectFrom('quarantine')
		.select(['seq', 'hash', 'reason'])
		.where('site', '=', site)
		.where('device', '=', device)
		.where(isOneOf(tx, 'seq', places))
		.execute();
	return [
		...entries.map((row) => ({ kind: 'entry' as const, ...row })),
		...refused.map((row) => ({ kind: 'quarantined' as const, ...row }))
	];
}

/** Which of these ids stand for an entry already. */
export async function takenIds(tx: Tx, site: string, ids: readonly string[]): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	const rows = await tx
		.selectFrom('entries')
		.select('id')
		.where('site', '=', site)
		.where(isOneOf(tx, 'id', ids))
		.execute();
	return new Set(rows.map((row) => row.id));
}

export function headOf(chain: ChainRow | null): ChainHead {
	return { seq: chain?.seq ?? 0, hash: chain?.hash ?? null };
}
