/** Changes to the fault catalogue, each a new version of the whole, in the name of whoever makes it. */
import { Cause, CauseSign, FaultCatalogue, Symptom } from '$lib/domain/fault/catalogue';
import { sameName } from '$lib/domain/fault/catalogue-draft';
import { newId } from '$lib/domain/fault/new-id';
import * as v from 'valibot';
import { inTheNameOf, refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import type { Reader, Tx } from '../db';
import { appendServiceEntries, lockSite, type ServiceStatement } from '../ledger';
import { ProblemError } from '../problem';
import { readDocument } from '../projections';

/** What a site has before its first version. */
const NOTHING: FaultCatalogue = { version: 0, symptoms: [], causes: [], signs: [] };

/** The catalogue in force; version 0 and empty where there is none yet. */
export async function readCatalogue(reader: Reader, site: string): Promise<FaultCatalogue> {
	return (await readDocument(reader, site, 'fault-catalogue', 'current')) ?? NOTHING;
}

export const CauseDetails = v.object({
	...v.omit(Cause, ['id', 'checks']).entries,
	checks: v.pipe(v.array(v.omit(Cause.entries.checks.pipe[0].item, ['id'])), v.maxLength(20)),
	signs: v.array(v.omit(CauseSign, ['causeId']))
});
export type CauseDetails = v.InferOutput<typeof CauseDetails>;
export const SymptomDetails = v.omit(Symptom, ['id']);
export type SymptomDetails = v.InferOutput<typeof SymptomDetails>;

/** What a change came to: the id, or that something else has this name already. */
export type Saved = { id: string } | { fault: 'name-taken' };

/** Adds a cause, or changes the one of this id. Throws `forbidden` or `not-found`. */
export async function saveCause(
	core: Core,
	site: string,
	by: Account,
	id: string | null,
	{ signs, checks, ...details }: CauseDetails
): Promise<Saved> {
	let saved: Saved = { fault: 'name-taken' };
	await changeCatalogue(core, site, by, (current) => {
		const known = current.causes.find((cause) => cause.id === id);
		if (id !== null && !known) throw new ProblemError('not-found');
		if (isTaken(details.name, id, current.causes)) return null;
		const cause: Cause = { id: known?.id ?? newId(details.name, current.causes), ...details, checks: [] };
		for (const check of checks) {
			const before = known?.checks.find(({ name }) => sameName(name) === sameName(check.name));
			cause.checks.push({ id: before?.id ?? newId(check.name, cause.checks), ...check });
		}
		saved = { id: cause.id };
		return {
			...current,
			causes: known ? current.causes.map((each) => (each === known ? cause : each)) : [...current.causes, cause],
			signs: [
				...current.signs.filter(({ causeId }) => causeId !== cause.id),
				...signs.map((sign) => ({ causeId: cause.id, ...sign }))
			]
		};
	});
	return saved;
}

/** Adds a symptom, or changes the one of this id. Throws `forbidden` or `not-found`. */
export async function saveSymptom(
	core: Core,
	site: string,
	by: Account,
	id: string | null,
	details: SymptomDetails
): Promise<Saved> {
	let saved: Saved = { fault: 'name-taken' };
	await changeCatalogue(core, site, by, (current) => {
		const known = current.symptoms.find((symptom) => symptom.id === id);
		if (id !== null && !known) throw new ProblemError('not-found');
		if (isTaken(details.name, id, current.symptoms)) return null;
		const symptom = { id: known?.id ?? newId(details.name, current.symptoms), ...details };
		saved = { id: symptom.id };
		const { symptoms } = current;
		return {
			...current,
			symptoms: known ? symptoms.map((each) => (each === known ? symptom : each)) : [...symptoms, symptom]
		};
	});
	return saved;
}

/**
 * Publishes what `change` makes of the catalogue in force as its next version; null, or the same again, changes nothing. Throws
 * `forbidden`, and `too-large` for what no tablet would take.
 */
export async function changeCatalogue(
	core: Core,
	site: string,
	by: Account,
	change: (current: FaultCatalogue) => FaultCatalogue | null
): Promise<void> {
	refuseUnlessMay(by, 'catalogue.manage');
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const current = await readCatalogue(tx, site);
		const next = change(current);
		if (next !== null) await publish(core, tx, site, by, current, next);
	});
}

/** Within the caller's transaction, which holds the site's lock; `also` is stated with it. Throws `too-large`. */
export async function publish(
	core: Core,
	tx: Tx,
	site: string,
	by: Account,
	current: FaultCatalogue,
	next: FaultCatalogue,
	also: readonly ServiceStatement[] = []
): Promise<void> {
	const isChanged = JSON.stringify(next) !== JSON.stringify(current);
	const read = v.safeParse(FaultCatalogue, { ...next, version: current.version + 1 });
	if (isChanged && !read.success) throw new ProblemError('too-large', { detail: read.issues[0].message });
	const published: ServiceStatement[] =
		isChanged && read.success ? [{ type: 'fault-catalogue.published', body: read.output }] : [];
	const statements = [...published, ...also];
	if (statements.length > 0) await appendServiceEntries(core, tx, site, inTheNameOf(by), statements);
}

function isTaken(name: string, id: string | null, others: readonly { id: string; name: string }[]): boolean {
	return others.some((other) => other.id !== id && sameName(other.name) === sameName(name));
}
