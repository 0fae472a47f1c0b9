/** Derives everything anew from the ledger, in one transaction: readers see the old state or the new, never half. */
import { BODIES, type EntryEnvelope } from '$lib/domain/ledger';
import * as v from 'valibot';
import type { Core } from '../core';
import { lockFor } from '../db';
import { asStatement, project } from './project';

const PAGE = 500;

/** Replaces all projections of a site. Returns how many entries were applied. */
export async function rebuildProjections(core: Core, site: string): Promise<number> {
	return core.db.transaction().execute(async (tx) => {
		await lockFor(tx, `site ${site}`);
		for (const table of ['documents', 'decisions', 'suggestions', 'captures', 'photos', 'resolutions'] as const) {
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
			for (const { position, received_at, json } of rows) {
				const envelope = JSON.parse(json) as EntryEnvelope;
				const schema = Object.entries(BODIES).find(([type]) => type === envelope.type)?.[1];
				const statement = schema && asStatement(envelope.type, v.parse(schema, envelope.body));
				if (statement) await project(tx, { envelope, statement, position, receivedAt: received_at });
				after = position;
				applied++;
			}
			if (rows.length < PAGE) return applied;
		}
	});
}
