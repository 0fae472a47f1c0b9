/** Derives everything anew from the ledger, in one transaction: readers see the old state or the new, never half. */
import { BODIES, type EntryEnvelope } from '$lib/domain/ledger';
import * as v from 'valibot';
import type { Core } from '../core';
import { lockFor } from '../db';
import { loadAhead } from './load-ahead';
import { asStatement, project, type Accepted } from './project';
import { WorkingCopy } from './working-copy';

const PAGE = 500;

const PROJECTED = [
	'documents',
	'decisions',
	'oversight',
	'actions',
	'unsettled',
	'suggestions',
	'captures',
	'photos',
	'resolutions',
	'connectors',
	'entry_index',
	'seed_answers',
	'conduct',
	'audit_answers'
] as const;

/** Derives everything anew where an earlier version of the server has left the ledger without its index. */
export async function completeProjections(core: Core, site: string): Promise<void> {
	const first = await core.db.selectFrom('entries').select('position').where('site', '=', site).limit(1).execute();
	const indexed = await core.db
		.selectFrom('entry_index')
		.select('position')
		.where('site', '=', site)
		.limit(1)
		.execute();
	if (first.length === 0 || indexed.length > 0) return;
	core.log.info({ site }, 'deriving the index of the ledger');
	await rebuildProjections(core, site);
}

/** Replaces all projections of a site. Returns how many entries were applied. */
export async function rebuildProjections(core: Core, site: string): Promise<number> {
	return core.db.transaction().execute(async (tx) => {
		await lockFor(tx, `site ${site}`);
		for (const table of PROJECTED) {
			await tx.deleteFrom(table).where('site', '=', site).execute();
		}
		let after = 0;
		let applied = 0;
		for (;;) {
			const rows = await tx
				.selectFrom('entries')
				.select(['position', 'received_at', 'json'])
				.where('site', '=', site)
				.where('position', '>', after)
				.orderBy('position')
				.limit(PAGE)
				.execute();
			const accepted = rows.flatMap((row) => asAccepted(row) ?? []);
			const copy = new WorkingCopy(tx, site);
			const statements = accepted.map(({ statement }) => statement);
			await loadAhead(copy, { statements, people: [], devices: [] });
			for (const entry of accepted) await project(copy, entry);
			await copy.save();
			after = rows.at(-1)?.position ?? after;
			applied += rows.length;
			if (rows.length < PAGE) return applied;
		}
	});
}

function asAccepted(row: { position: number; received_at: string; json: string }): Accepted | null {
	const envelope = JSON.parse(row.json) as EntryEnvelope;
	const schema = Object.entries(BODIES).find(([type]) => type === envelope.type)?.[1];
	const statement = schema && asStatement(envelope.type, v.parse(schema, envelope.body));
	return statement ? { envelope, statement, position: row.position, receivedAt: row.received_at } : null;
}
