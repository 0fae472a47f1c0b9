import { ClosedProposal, isUnsettled } from '$lib/domain/policy';
import { mayDo } from '$lib/domain/rights';
import { m } from '$lib/messages';
import { problemText } from '$lib/messages/problem-text';
import {
	closeProposal,
	ProblemError,
	publishProposal,
	readForm,
	readPolicyHistory,
	readPolicyVocabulary,
	replayUnder,
	requireRight,
	versionInForce
} from '$lib/server';
import { error, fail } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site, account } = requireRight(event, 'policy.read');
	const { server } = event.locals;
	const history = await readPolicyHistory(server.db, site);
	const proposal = history.proposals.find(({ id }) => id === event.params.id);
	if (!proposal) error(404, { message: 'not-found' });
	const base = history.versions.find(({ policy }) => policy.version === proposal.basedOn);
	return {
		title: m.policy_proposal(),
		proposal,
		before: base?.policy.rules ?? [],
		version: versionInForce(history),
		isOwn: proposal.personId === account.personId,
		mayPropose: mayDo('policy.propose', account.role),
		mayApprove: mayDo('policy.approve', account.role),
		words: await readPolicyVocabulary(server, site),
		/** Comes when it is done: the page does not wait for it. What is settled is not replayed. */
		replay: isUnsettled(proposal)
			? replayUnder(server, site, account, proposal.rules).catch((failure: unknown) => {
					server.log.error({ error: failure }, 'a proposal could not be replayed');
					return null;
				})
			: null
	};
};

/** What an action came to. */
interface Outcome {
	problem: { title: string; text: string } | null;
	/** The version that is in force now. */
	published: number | null;
	closed: boolean;
}

export const actions: Actions = {
	publish: async (event) => {
		const { site, account } = requireRight(event, 'policy.approve');
		return attempt(async () => {
			const published = await publishProposal(event.locals.server, site, account, event.params.id);
			return { published, closed: false };
		});
	},
	close: async (event) => {
		const { site, account } = requireRight(event, 'policy.propose');
		const reason = (await readForm(event)).get('reason');
		const closed = v.safeParse(ClosedProposal, { proposalId: event.params.id, reason });
		if (!closed.success) return refuse(400, 'invalid-request');
		return attempt(async () => {
			await closeProposal(event.locals.server, site, account, closed.output);
			return { published: null, closed: true };
		});
	}
};

async function attempt(work: () => Promise<Omit<Outcome, 'problem'>>) {
	try {
		const outcome: Outcome = { problem: null, ...(await work()) };
		return outcome;
	} catch (failure) {
		if (!(failure instanceof ProblemError)) throw failure;
		return refuse(failure.status, failure.code);
	}
}

function refuse(status: number, code: string) {
	const outcome: Outcome = { problem: problemText(code), published: null, closed: false };
	return fail(status, outcome);
}
