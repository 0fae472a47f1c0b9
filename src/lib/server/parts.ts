/** What an admin changes about parts. */
import { Disposition, Id, type Part } from '$lib/domain/site';
import * as v from 'valibot';
import { inTheNameOf, refuseUnlessMay, type Account } from './auth';
import type { Core } from './core';
import { appendServiceEntries, lockSite } from './ledger';
import { ProblemError } from './problem';
import { readDocument } from './projections';

/** What is usually done with a part, by the class of its defect. */
export const UsualDispositions = v.record(Id, Disposition);
export type UsualDispositions = v.InferOutput<typeof UsualDispositions>;

/** Puts it on record for the classes named; classes that the part does not have are left out. Throws `forbidden` or `not-found`. */
export async function setUsualDispositions(
	core: Core,
	site: string,
	by: Account,
	partId: string,
	usual: UsualDispositions
): Promise<void> {
	refuseUnlessMay(by, 'parts.manage');
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const known = await readDocument(tx, site, 'part', partId);
		if (!known) throw new ProblemError('not-found');
		const body: Part = {
			...known,
			classes: known.classes.map((each) => {
				const disposition = usual[each.id] ?? each.disposition;
				return disposition === undefined ? each : { ...each, disposition };
			})
		};
		if (JSON.stringify(body) === JSON.stringify(known)) return;
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [{ type: 'part.defined', body }]);
	});
}
