/** Causes that technicians found and the catalogue lacks: taken in by a lead, as a new cause or as one it has, or not. */
import type { Cause } from '$lib/domain/fault/catalogue';
import type { ProposedCauseDocument } from '$lib/domain/fault/fault';
import { newId } from '$lib/domain/fault/new-id';
import * as v from 'valibot';
import { refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import { lockSite } from '../ledger';
import { ProblemError } from '../problem';
import { readDocument, readDocuments } from '../projections';
import { publish, readCatalogue } from './change';

export const Settling = v.object({
	proposedId: v.string(),
	/** `existing`: it is the cause of this id. */
	as: v.variant('kind', [
		v.object({ kind: v.literal('new') }),
		v.object({ kind: v.literal('existing'), causeId: v.pipe(v.string(), v.minLength(1)) }),
		v.object({ kind: v.literal('refused') })
	]),
	reason: v.pipe(v.string(), v.trim(), v.maxLength(1000))
});
export type Settling = v.InferOutput<typeof Settling>;

/** Those that nobody has settled, oldest first. */
export async function listProposedCauses({ db }: Core, site: string): Promise<ProposedCauseDocument[]> {
	const all = await readDocuments(db, site, 'proposed-cause');
	return all.filter(({ settled }) => settled === null).sort((one, other) => (one.at < other.at ? -1 : 1));
}

/** Returns the id of the cause that it became; null where it was refused. Throws `forbidden`, or `not-found` for what is settled already. */
export async function settleCause(
	core: Core,
	site: string,
	by: Account,
	{ proposedId, as, reason }: Settling
): Promise<string | null> {
	refuseUnlessMay(by, 'catalogue.manage');
	return core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const proposed = await readDocument(tx, site, 'proposed-cause', proposedId);
		if (!proposed || proposed.settled !== null) throw new ProblemError('not-found');
		const current = await readCatalogue(tx, site);
		const added = as.kind === 'new' ? causeFrom(proposed, current.causes) : null;
		const causeId = added?.id ?? (as.kind === 'existing' ? as.causeId : null);
		const next = added ? { ...current, causes: [...current.causes, added] } : current;
		if (causeId !== null && !next.causes.some(({ id }) => id === causeId)) throw new ProblemError('not-found');
		await publish(core, tx, site, by, current, next, [
			{ type: 'cause.settled', body: { proposedId, causeId, reason } }
		]);
		return causeId;
	});
}

/** As far as whoever found it could say: the rest is for the lead to fill in. */
function causeFrom({ name, component, assetKind }: ProposedCauseDocument, others: readonly Cause[]): Cause {
	return {
		id: newId(name, others),
		name,
		component,
		assetKinds: assetKind === null ? [] : [assetKind],
		severity: 'major',
		...{ mechanism: null, failureCause: null, detection: null },
		...{ checks: [], remedies: [], occurrence: 5, retired: false }
	};
}
