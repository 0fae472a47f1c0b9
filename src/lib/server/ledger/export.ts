/** The ledger as a file: JSON Lines that can be verified without this server, read as fast as the caller takes it. */
import { createHash } from 'node:crypto';
import { toBase64Url } from '$lib/domain/ledger';
import { endBytes, entryLineText, EXPORT_FORMAT, type ExportEnd, type ExportHeader } from '$lib/domain/ledger-export';
import type { Core } from '../core';
import { isOneOf } from '../db';
import { readDocument, readDocuments } from '../projections';
import { readAside } from './aside';
import { isFiltering, passing, type LedgerFilter } from './filter';
import { lockSite } from './records';
import { streamOf } from './text-stream';

const PAGE = 500;

/** Holds what had arrived when it was begun, oldest first. `after`: entries above this position alone. */
export function exportLedger(
	core: Core,
	site: string,
	filter: LedgerFilter = {},
	after = 0
): ReadableStream<Uint8Array> {
	return streamOf(exportedTexts(core, site, filter, after));
}

async function* exportedTexts(
	core: Core,
	site: string,
	filter: LedgerFilter,
	after: number
): AsyncGenerator<string, void> {
	const header = await makeHeader(core, site, !isFiltering(filter) && after === 0);
	const bytes = createHash('sha256');
	const first = `${JSON.stringify(header)}\n`;
	bytes.update(first);
	yield first;
	let entries = 0;
	for await (const lines of pages(core, site, filter, { after, before: header.head.position + 1 })) {
		const text = lines.map((line) => `${line}\n`).join('');
		bytes.update(text);
		entries += lines.length;
		yield text;
	}
	const end = { entries, sha256: bytes.digest('base64url') };
	const last: ExportEnd = { end, sig: toBase64Url(core.key.sign(endBytes(end))) };
	yield `${JSON.stringify(last)}\n`;
}

/** While nothing is appended: a record that was released in between would otherwise stand nowhere. */
async function makeHeader(core: Core, siteId: string, whole: boolean): Promise<ExportHeader> {
	return core.db.transaction().execute(async (tx) => {
		const row = await lockSite(tx, siteId);
		const site = await readDocument(tx, siteId, 'site', siteId);
		if (!site) throw new Error('a site that has entries has a name');
		const last = await tx
			.selectFrom('entries')
			.select(['position', 'seal'])
			.where('site', '=', siteId)
			.orderBy('position', 'desc')
			.limit(1)
			.executeTakeFirst();
		const devices = await readDocuments(tx, siteId, 'device');
		const aside = whole ? await readAside(tx, siteId) : [];
		return {
			format: EXPORT_FORMAT,
			v: 1,
			site,
			madeAt: core.now().toISOString(),
			whole,
			head: { position: last?.position ?? 0, seal: last?.seal ?? null },
			devices: devices.map(({ id, name, publicKey }) => ({ id, name, publicKey, service: id === row.service_device })),
			aside: aside.map(({ device, seq, hash, breaks }) => ({ device, seq, hash: breaks ? null : hash }))
		};
	});
}

async function* pages(
	core: Core,
	site: string,
	filter: LedgerFilter,
	span: { after: number; before: number }
): AsyncGenerator<string[]> {
	let { after } = span;
	for (;;) {
		const query = await passing(core, site, filter, { after, before: span.before });
		const found = await query.select('position').orderBy('position').limit(PAGE).execute();
		const positions = found.map(({ position }) => position);
		after = positions.at(-1) ?? after;
		if (positions.length > 0) yield await readLines(core, site, positions);
		if (positions.length < PAGE) return;
	}
}

async function readLines(core: Core, site: string, positions: readonly number[]): Promise<string[]> {
	const rows = await core.db
		.selectFrom('entries')
		.select(['position', 'received_at', 'skew_ms', 'hash', 'seal', 'json'])
		.select((query) =>
			query
				.selectFrom('entries as earlier')
				.select('earlier.seal')
				.whereRef('earlier.site', '=', 'entries.site')
				.whereRef('earlier.position', '<', 'entries.position')
				.orderBy('earlier.position', 'desc')
				.limit(1)
				.as('before')
		)
		.where('site', '=', site)
		.where(isOneOf(core.db, 'position', positions))
		.orderBy('position')
		.execute();
	return rows.map(({ position, received_at: receivedAt, skew_ms: skewMs, hash, before, seal, json }) =>
		entryLineText({ position, receivedAt, skewMs, hash }, before, seal, json)
	);
}
