/** Reads the ledger for people: page by page with filters, one entry, and what is in quarantine. */
import type { EntryEnvelope } from '$lib/domain/ledger';
import type { Core } from '../core';
import { isOneOf } from '../db';
import { passing, type LedgerFilter } from './filter';

export interface LedgerRow {
	position: number;
	/** The server's clock. */
	receivedAt: string;
	/** How far the device's clock was ahead of the server's when it sent this, in milliseconds. */
	skewMs: number;
	hash: string;
	/** Over what the server noted, and everything before it. */
	seal: string;
	entry: EntryEnvelope;
}

export interface LedgerPage {
	/** Newest first. `captureId`: of the case that the entry belongs to. */
	rows: (LedgerRow & { captureId: string | null })[];
	/** Give it as `before` to get the next page; null on the last. */
	next: number | null;
}

export async function readLedgerPage(
	core: Core,
	site: string,
	filter: LedgerFilter,
	before: number | null,
	limit: number
): Promise<LedgerPage> {
	const query = await passing(core, site, filter, before === null ? {} : { before });
	const found = await query
		.select(['position', 'type', 'subject'])
		.orderBy('position', 'desc')
		.limit(limit + 1)
		.execute();
	const shown = found.slice(0, limit);
	const rows = await readEntriesAt(
		core,
		site,
		shown.map(({ position }) => position)
	);
	// A photo is found by its own hash, not by its case.
	const cases = new Map(
		shown.map(({ position, type, subject }) => [position, type === 'photo.stored' ? null : subject])
	);
	return {
		rows: rows.reverse().map((row) => ({ ...row, captureId: cases.get(row.position) ?? null })),
		next: found.length > limit ? (shown.at(-1)?.position ?? null) : null
	};
}

/** The entries at these positions that there are, oldest first. */
export async function readEntriesAt(core: Core, site: string, positions: readonly number[]): Promise<LedgerRow[]> {
	if (positions.length === 0) return [];
	const rows = await core.db
		.selectFrom('entries')
		.select(['position', 'received_at', 'skew_ms', 'hash', 'seal', 'json'])
		.where('site', '=', site)
		.where(isOneOf(core.db, 'position', positions))
		.orderBy('position')
		.execute();
	return rows.map((row) => ({
		position: row.position,
		receivedAt: row.received_at,
		skewMs: row.skew_ms,
		hash: row.hash,
		seal: row.seal,
		entry: JSON.parse(row.json) as EntryEnvelope
	}));
}

export interface QuarantinedRecord {
	deviceId: string;
	seq: number;
	entryId: string;
	reason: string;
	receivedAt: string;
	/** The record as it came in. */
	json: string;
}

/** What was refused, newest first. */
export async function readQuarantine(core: Core, site: string, limit: number): Promise<QuarantinedRecord[]> {
	const rows = await core.db
		.selectFrom('quarantine')
		.selectAll()
		.where('site', '=', site)
		.orderBy('received_at', 'desc')
		.orderBy('seq', 'desc')
		.limit(limit)
		.execute();
	return rows.map((row) => ({
		deviceId: row.device,
		seq: row.seq,
		entryId: row.entry_id,
		reason: row.reason,
		receivedAt: row.received_at,
		json: row.json
	}));
}
