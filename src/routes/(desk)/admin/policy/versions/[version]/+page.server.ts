import { mayDo } from '$lib/domain/rights';
import { m } from '$lib/messages';
import { readPolicyHistory, readPolicyVocabulary, requireRight } from '$lib/server';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** `?against=N`: beside which other version; the one before it when none is named. */
export const load: PageServerLoad = async (event) => {
	const { site, account } = requireRight(event, 'policy.read');
	const { server } = event.locals;
	const { versions } = await readPolicyHistory(server.db, site);
	const find = (version: number) => versions.find(({ policy }) => policy.version === version) ?? null;
	const shown = find(Number(event.params.version));
	if (!shown) error(404, { message: 'not-found' });
	const { version } = shown.policy;
	const asked = event.url.searchParams.get('against');
	return {
		title: m.policy_version({ version }),
		shown,
		against: find(asked === null ? version - 1 : Number(asked))?.policy ?? null,
		others: versions.map(({ policy }) => policy.version).filter((other) => other !== version),
		isInForce: version === versions[0]?.policy.version,
		mayPropose: mayDo('policy.propose', account.role),
		words: await readPolicyVocabulary(server, site)
	};
};
