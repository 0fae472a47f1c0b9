/** What people's corrections say about the policy, and what people say to that. */
import { BODIES, type EntryEnvelope } from '$lib/domain/ledger';
import { FIRST_POLICY } from '$lib/domain/policy';
import { isStillProposed, Refiner, type Refinement, type RejectedRefinement } from '$lib/domain/policy/refine';
import * as v from 'valibot';
import { inTheNameOf, refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import { appendServiceEntries, lockSite } from '../ledger';
import { readDocument } from '../projections';
import { pastSuggestions } from './past-suggestions';
import { MAX_REPLAYED } from './replay';
import { readPolicyVocabulary } from './vocabulary';

/** Those that nobody has rejected since. Throws `forbidden`. */
export async function readRefinements(core: Core, site: string, by: Account): Promise<Refinement[]> {
	refuseUnlessMay(by, 'policy.read');
	const policy = (await readDocument(core.db, site, 'policy', 'current')) ?? FIRST_POLICY;
	const { classes } = await readPolicyVocabulary(core, site);
	const refiner = new Refiner(policy, (id) => classes.find((known) => known.id === id)?.name ?? id);
	for await (const past of pastSuggestions(core, site, MAX_REPLAYED)) {
		// What it proposes is about parts and their classes.
		if (past.facts.kind !== 'fault-cause') refiner.add(past);
	}
	const rejected = await readRejected(core, site);
	return refiner.refinements.filter((refinement) => isStillProposed(refinement, rejected));
}

/** Null when nobody needs it any more. Throws `forbidden`. */
export async function readRefinement(core: Core, site: string, by: Account, id: string): Promise<Refinement | null> {
	return (await readRefinements(core, site, by)).find((refinement) => refinement.id === id) ?? null;
}

/** Throws `forbidden`. */
export async function rejectRefinement(
	core: Core,
	site: string,
	by: Account,
	{ id, kind, family, class: named, decided, wrong }: Refinement,
	reason: string
): Promise<void> {
	refuseUnlessMay(by, 'policy.propose');
	const body: RejectedRefinement = { refinementId: id, kind, family, class: named, decided, wrong, reason };
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [{ type: 'policy.refinement-rejected', body }]);
	});
}

async function readRejected({ db }: Core, site: string): Promise<RejectedRefinement[]> {
	const rows = await db
		.selectFrom('entries')
		.select('json')
		.where('site', '=', site)
		.where('type', '=', 'policy.refinement-rejected')
		.execute();
	return rows.map(({ json }) =>
		v.parse(BODIES['policy.refinement-rejected'], (JSON.parse(json) as EntryEnvelope).body)
	);
}
