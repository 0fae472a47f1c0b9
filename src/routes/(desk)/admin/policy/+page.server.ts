import { mayDo } from '$lib/domain/rights';
import { m } from '$lib/messages';
import { readPolicyHistory, readPolicyVocabulary, readRefinements, requireRight } from '$lib/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site, account } = requireRight(event, 'policy.read');
	const { server } = event.locals;
	const [{ versions, proposals }, words] = await Promise.all([
		readPolicyHistory(server.db, site),
		readPolicyVocabulary(server, site)
	]);
	return {
		title: m.policy_title(),
		current: versions[0] ?? null,
		versions: versions.map(({ policy, at, personId, proposal }) => ({
			version: policy.version,
			at,
			publishedBy: personId,
			proposedBy: proposal?.personId ?? null,
			note: proposal?.note ?? ''
		})),
		proposals: proposals.map(({ rules: _, ...proposal }) => proposal),
		mayPropose: mayDo('policy.propose', account.role),
		/** Come when they are counted: the page does not wait for them. */
		refinements: readRefinements(server, site, account).catch((failure: unknown) => {
			server.log.error({ error: failure }, 'corrections could not be counted');
			return null;
		}),
		words
	};
};
