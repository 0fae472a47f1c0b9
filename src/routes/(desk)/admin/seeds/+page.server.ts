import { mayDo } from '$lib/domain/rights';
import { LEAST_ACCEPTS, LEAST_ERRORS } from '$lib/domain/rubber-stamp';
import { oversightOf } from '$lib/domain/site-settings';
import { m } from '$lib/messages';
import { readDocuments, readSeeds, readSiteSettings, readStandings, requireRight } from '$lib/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site, account } = requireRight(event, 'checks.read');
	const { server } = event.locals;
	const [standings, seeds, settings, parts] = await Promise.all([
		readStandings(server, site),
		readSeeds(server, site),
		readSiteSettings(server.db, site),
		readDocuments(server.db, site, 'part')
	]);
	return {
		title: m.checks_title(),
		standings,
		least: { errors: LEAST_ERRORS, accepts: LEAST_ACCEPTS },
		seeds: seeds.map(({ seed, answers }) => ({ seed, outcomes: answers.map(({ outcome }) => outcome) })),
		oversight: oversightOf(settings),
		parts: parts.map(({ id, number, name, classes }) => ({ id, number, name, classes })),
		mayConfigure: mayDo('site.configure', account.role)
	};
};
