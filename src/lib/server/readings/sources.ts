/** The systems that may report readings. Each has a token, drawn for it and shown once: the store keeps its hash alone. */
import { createHash, randomBytes } from 'node:crypto';
import { ReadingSource } from '$lib/domain/reading-source';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import { inTheNameOf, refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import { appendServiceEntries, lockSite } from '../ledger';
import { ProblemError } from '../problem';

export const SourceDetails = v.omit(ReadingSource, ['id']);
export type SourceDetails = v.InferOutput<typeof SourceDetails>;

export interface SourceStatus extends ReadingSource {
	createdAt: string;
	/** To the minute; null before its first call. */
	usedAt: string | null;
}

const MINUTE_MS = 60_000;

/** So long that it cannot be guessed: its hash needs no salt and no slowness. */
const drawToken = () => `csr_${randomBytes(32).toString('base64url')}`;
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** By name. */
export async function listSources({ db }: Core, site: string): Promise<SourceStatus[]> {
	const rows = await db.selectFrom('reading_sources').selectAll().where('site', '=', site).execute();
	const collator = new Intl.Collator();
	return rows
		.map(({ id, name, created_at: createdAt, used_at: usedAt }) => ({ id, name, createdAt, usedAt }))
		.sort((one, other) => collator.compare(one.name, other.name));
}

/** Returns the token, which is never given back again. Throws `forbidden`. */
export async function addSource(core: Core, site: string, by: Account, { name }: SourceDetails): Promise<string> {
	refuseUnlessMay(by, 'connectors.manage');
	const id = uuid();
	const token = drawToken();
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const created_at = core.now().toISOString();
		await tx
			.insertInto('reading_sources')
			.values({ site, id, name, token_hash: hashOf(token), created_at, used_at: null })
			.execute();
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [
			{ type: 'reading-source.defined', body: { id, name } }
		]);
	});
	return token;
}

/** Its token ends with it; what it reported stays. Throws `forbidden` or `not-found`. */
export async function removeSource(core: Core, site: string, by: Account, id: string): Promise<void> {
	refuseUnlessMay(by, 'connectors.manage');
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const removed = await tx
			.deleteFrom('reading_sources')
			.where('site', '=', site)
			.where('id', '=', id)
			.executeTakeFirst();
		if (Number(removed.numDeletedRows) === 0) throw new ProblemError('not-found');
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [
			{ type: 'reading-source.removed', body: { sourceId: id } }
		]);
	});
}

/** Whose token a call carries; null for none that is known. */
export async function sourceOf({ db, now }: Core, site: string, request: Request): Promise<ReadingSource | null> {
	const token = /^Bearer (csr_[\w-]{43})$/.exec(request.headers.get('authorization') ?? '')?.[1];
	if (token === undefined) return null;
	const row = await db
		.selectFrom('reading_sources')
		.select(['id', 'name', 'used_at'])
		.where('site', '=', site)
		.where('token_hash', '=', hashOf(token))
		.executeTakeFirst();
	if (!row) return null;
	const used = now();
	if (row.used_at === null || used.getTime() - Date.parse(row.used_at) >= MINUTE_MS) {
		await db
			.updateTable('reading_sources')
			.set({ used_at: used.toISOString() })
			.where('site', '=', site)
			.where('id', '=', row.id)
			.execute();
	}
	return { id: row.id, name: row.name };
}
