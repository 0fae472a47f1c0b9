/** Oversight that was tightened by itself: who looked into it, and who relaxed it again. */
import { inTheNameOf, refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import { appendServiceEntries, lockSite } from '../ledger';
import { ProblemError } from '../problem';
import { readDocument } from '../projections';

/** Counting begins anew. Says nothing where oversight is not tightened. Throws `forbidden` or `own-oversight`. */
export async function relaxOversight(
	core: Core,
	site: string,
	by: Account,
	personId: string,
	reason: string
): Promise<void> {
	refuseUnlessMay(by, 'oversight.relax');
	if (by.personId === personId) throw new ProblemError('own-oversight');
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const person = await readDocument(tx, site, 'person', personId);
		if (!person?.tightened) return;
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [
			{ type: 'oversight.relaxed', body: { personId, reason } }
		]);
	});
}

/** This account is not reminded of it again, until it is tightened anew. */
export async function markTighteningSeen(core: Core, site: string, by: Account, personId: string): Promise<void> {
	refuseUnlessMay(by, 'oversight.relax');
	const person = await readDocument(core.db, site, 'person', personId);
	if (!person?.tightened) return;
	const { since } = person.tightened;
	await core.db
		.insertInto('tightenings_seen')
		.values({ site, person: personId, seen_by: by.personId, since })
		.onConflict((conflict) => conflict.columns(['site', 'person', 'seen_by']).doUpdateSet({ since }))
		.execute();
}
