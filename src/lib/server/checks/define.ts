/** Making a check out of a photo whose answer is known, and taking it out of use: each an entry in somebody's name. */
import { Capture } from '$lib/domain/capture';
import type { EntryEnvelope } from '$lib/domain/ledger';
import { Seed } from '$lib/domain/seeded-check';
import { GOOD } from '$lib/domain/site';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import { inTheNameOf, refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import type { Tx } from '../db';
import { appendServiceEntries, lockSite } from '../ledger';
import { ProblemError } from '../problem';
import { readDocument } from '../projections';
import { readCandidate } from './candidates';

/** What somebody at the desk says about it; everything else is on record. */
export const NewSeed = v.object({
	captureId: Seed.entries.captureId,
	shown: Seed.entries.shown,
	reason: Seed.entries.reason
});
export type NewSeed = v.InferOutput<typeof NewSeed>;

/** Returns the check's id. Throws `forbidden`, or `check-refused` where no answer is known or the part has no such class. */
export async function defineSeed(core: Core, site: string, by: Account, seed: NewSeed): Promise<string> {
	refuseUnlessMay(by, 'checks.define');
	const id = uuid();
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const candidate = await readCandidate(tx, site, seed.captureId);
		const part = candidate && (await readDocument(tx, site, 'part', candidate.partId));
		const capture = candidate && (await readCapture(tx, site, seed.captureId));
		if (!candidate || !part || !capture) throw new ProblemError('check-refused');
		const { class: shown } = seed.shown;
		if (shown !== GOOD && !part.classes.some((known) => known.id === shown)) throw new ProblemError('check-refused');
		const { truth, decidedBy } = candidate;
		const { photo, frame, sample } = capture;
		const body: Seed = { id, ...seed, partId: part.id, photo, frame, sample, truth, decidedBy, active: true };
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [{ type: 'seed.defined', body }]);
	});
	return id;
}

/** Nobody is shown it any more; what was answered stays. Throws `forbidden` or `not-found`. */
export async function retireSeed(core: Core, site: string, by: Account, seedId: string, reason: string): Promise<void> {
	refuseUnlessMay(by, 'checks.define');
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const known = await readDocument(tx, site, 'seed', seedId);
		if (!known) throw new ProblemError('not-found');
		if (!known.active) return;
		const { answeredBy: _, ...seed } = known;
		const body: Seed = { ...seed, active: false, reason };
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [{ type: 'seed.defined', body }]);
	});
}

async function readCapture(tx: Tx, site: string, captureId: string): Promise<Capture | null> {
	const row = await tx
		.selectFrom('entries')
		.select('json')
		.where('site', '=', site)
		.where('type', '=', 'capture.recorded')
		.where('about', '=', captureId)
		.executeTakeFirst();
	return row ? v.parse(Capture, (JSON.parse(row.json) as EntryEnvelope).body) : null;
}
