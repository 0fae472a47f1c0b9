/** What changed at a site since a cursor: an index range scan over the documents. */
import { kindsAfter, PROTOCOL_VERSION, type PullResponse, type SyncDocument } from '$lib/wire';
import type { Core } from '../core';
import { isOneOf, type DocumentRow } from '../db';
import { ProblemError } from '../problem';

export const MAX_PULL = 1000;

/** Only tablets check PINs: nobody else is given what they are checked against. */
export type Audience = 'tablet' | 'desk';

export interface Pull {
	/** The cursor: what changed after this position is asked for. */
	after: number;
	/** Documents in a page, about. */
	limit: number;
	audience?: Audience;
	/** The version of the protocol that the caller speaks: kinds that it does not know are left out. */
	protocol?: number;
	/** Only the kinds that this version of the protocol did not know: what an app that was updated from it lacks. */
	since?: number | undefined;
}

/**
 * Documents changed after a position, oldest change first, at least up to `limit` of them. All documents of one position are
 * given together, so that a page never ends inside it and the next one skips nothing. A cursor ahead of the site
 * (its server was restored from an older copy) gets the snapshot.
 */
export async function pullDocuments(
	core: Core,
	site: string,
	{ after, limit, audience = 'tablet', protocol = PROTOCOL_VERSION, since }: Pull
): Promise<PullResponse> {
	return core.db.transaction().execute(async (tx) => {
		const row = await tx.selectFrom('sites').select('position').where('id', '=', site).executeTakeFirst();
		if (!row) throw new ProblemError('not-found');
		const from = after > row.position ? 0 : after;
		let changed = tx.selectFrom('documents').selectAll().where('site', '=', site);
		const unknown = kindsAfter(protocol);
		if (unknown.length > 0) changed = changed.where('kind', 'not in', unknown);
		if (since !== undefined) changed = changed.where(isOneOf(tx, 'kind', kindsAfter(since)));
		const page = await changed.where('position', '>', from).orderBy('position').limit(limit).execute();
		const last = page.at(-1);
		if (!last || page.length < limit) return respond(core, audience, page, row.position, false);
		const whole = [
			...page.filter((document) => document.position < last.position),
			...(await changed.where('position', '=', last.position).orderBy('kind').orderBy('id').execute())
		];
		return respond(core, audience, whole, last.position, last.position < row.position);
	});
}

function respond(
	core: Core,
	audience: Audience,
	rows: readonly DocumentRow[],
	position: number,
	more: boolean
): PullResponse {
	const documents = rows.map((row) => read(row, audience));
	// Whoever could read at the desk what a check's answer is would not be checked.
	const seen = audience === 'tablet' ? documents : documents.filter(({ kind }) => kind !== 'seed');
	return { documents: seen, position, more, serverTime: core.now().toISOString() };
}

function read({ kind, id, position, value }: DocumentRow, audience: Audience): SyncDocument {
	const document = { kind, id, position, value: JSON.parse(value) as unknown } as SyncDocument;
	if (document.kind !== 'person' || audience === 'tablet') return document;
	return { ...document, value: { ...document.value, pin: null } };
}
