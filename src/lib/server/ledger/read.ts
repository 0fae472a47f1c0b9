/** Reads the ledger for people: page by page with filters, as an export, and what is in quarantine. */
import type { EntryEnvelope } from '$lib/domain/ledger';
import type { LedgerLine } from '$lib/wire';
import type { Core } from '../core';

export interface LedgerFilter {
	type?: string | undefined;
	device?: string | undefined;
	person?: string | undefined;
	/** ISO 8601; by the server's clock. */
	since?: string | undefined;
}

export interface LedgerRow extends LedgerLine {
	hash: string;
}

export interface LedgerPage {
	/** Newest first. */
	rows: LedgerRow[];
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
	let query = core.db
		.selectFrom('entries')
		.select(['position', 'received_at', 'skew_ms', 'hash', 'json'])
		.where('site', '=', site);
	if (filter.type) query = query.where('type', '=', filter.type);
	if (filter.device) query = query.where('device', '=', filter.device);
	if (filter.person) query = query.where('person', '=', filter.person);
	if (filter.since) query = query.where('received_at', '>=', filter.since);
	if (before !== null) query = query.where('position', '<', before);
	const rows = await query
		.orderBy('position', 'desc')
		.limit(limit + 1)
		.execute();
	const shown = rows.slice(0, limit);
	return {
		rows: shown.map((row) => ({
			position: row.position,
			receivedAt: row.received_at,
			skewMs: row.skew_ms,
			hash: row.hash,
			entry: JSON.parse(row.json) as EntryEnvelope
		})),
		next: rows.length > limit ? (shown.at(-1)?.position ?? null) : null
	};
}

const EXPORT_PAGE = 500;

/** The ledger as JSON Lines (`LedgerLine`), oldest first, read as fast as the caller takes it. */
export function exportLedger(core: Core, site: string, after: number): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	let cursor = after;
	return new ReadableStream({
		async pull(controller) {
			const rows = await core.db
				.selectFrom('entries')
				.select(['position', 'received_at', 'skew_ms', 'json'])
				.where('site', '=', site)
				.where('position', '>', cursor)
				.orderBy('position')
				.limit(EXPORT_PAGE)
				.execute();
			const lines = rows.map(
				(row) =>
					`{"position":${row.position},"receivedAt":${JSON.stringify(row.received_at)},"skewMs":${row.skew_ms},"entry":${row.json}}\n`
			);
			cursor = rows.at(-1)?.position ?? cursor;
			if (lines.length > 0) controller.enqueue(encoder.encode(lines.join('')));
			if (rows.length < EXPORT_PAGE) controller.close();
		}
	});
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
