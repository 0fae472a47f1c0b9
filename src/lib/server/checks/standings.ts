/** How each person accepts: the rates that tighten oversight, and whose is tightened. */
import { NO_CONDUCT, rubberStampRates, type RubberStampRates } from '$lib/domain/rubber-stamp';
import { DEFAULT_SITE_SETTINGS, oversightOf } from '$lib/domain/site-settings';
import type { Role } from '$lib/domain/site';
import type { Tightened } from '$lib/domain/tightened';
import type { Account } from '../auth';
import type { Core } from '../core';
import { readConduct, readDocument, readDocuments } from '../projections';
import { readAnswersOf } from './results';

export interface Standing {
	personId: string;
	name: string;
	role: Role;
	rates: RubberStampRates;
	tightened: Tightened | null;
}

/** Of everybody who has decided or answered anything; those whose oversight is tightened first. */
export async function readStandings(core: Core, site: string): Promise<Standing[]> {
	const { db } = core;
	const oversight = await readOversight(core, site);
	const rows = await db.selectFrom('conduct').selectAll().where('site', '=', site).execute();
	const people = new Map((await readDocuments(db, site, 'person')).map((person) => [person.id, person]));
	return rows
		.flatMap(({ person: id, json }): Standing[] => {
			const { conduct, tightened } = readConduct(id, json);
			const person = people.get(id);
			if (!person) return [];
			return [
				{ personId: id, name: person.name, role: person.role, rates: rubberStampRates(conduct, oversight), tightened }
			];
		})
		.sort(
			(one, other) =>
				Number(other.tightened !== null) - Number(one.tightened !== null) || (one.name < other.name ? -1 : 1)
		);
}

/** One person's, with what they answered. Null for somebody the register does not know. */
export async function readStanding(core: Core, site: string, personId: string) {
	const person = await readDocument(core.db, site, 'person', personId);
	if (!person) return null;
	const row = await core.db
		.selectFrom('conduct')
		.selectAll()
		.where('site', '=', site)
		.where('person', '=', personId)
		.executeTakeFirst();
	const { conduct, tightened } = row ? readConduct(personId, row.json) : { conduct: NO_CONDUCT, tightened: null };
	const rates = rubberStampRates(conduct, await readOversight(core, site));
	const standing: Standing = { personId, name: person.name, role: person.role, rates, tightened };
	return { standing, answers: await readAnswersOf(core, site, personId) };
}

/** Whose oversight was tightened since this account last looked into it. */
export async function readUnseenTightenings(
	{ db }: Core,
	site: string,
	{ personId }: Pick<Account, 'personId'>
): Promise<{ personId: string; name: string; tightened: Tightened }[]> {
	const people = await readDocuments(db, site, 'person');
	const tightened = people.flatMap((person) =>
		person.tightened ? [{ personId: person.id, name: person.name, tightened: person.tightened }] : []
	);
	if (tightened.length === 0) return [];
	const seen = await db
		.selectFrom('tightenings_seen')
		.select(['person', 'since'])
		.where('site', '=', site)
		.where('seen_by', '=', personId)
		.execute();
	return tightened.filter(
		(each) => !seen.some(({ person, since }) => person === each.personId && since === each.tightened.since)
	);
}

async function readOversight({ db }: Core, site: string) {
	return oversightOf((await readDocument(db, site, 'site-settings', 'current')) ?? DEFAULT_SITE_SETTINGS);
}
