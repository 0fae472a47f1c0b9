import { refineRules } from '$lib/domain/policy/refine';
import { mayDo } from '$lib/domain/rights';
import { m } from '$lib/messages';
import { problemText } from '$lib/messages/problem-text';
import {
	ProblemError,
	proposePolicy,
	readForm,
	readPolicyHistory,
	readPolicyVocabulary,
	readRefinement,
	rejectRefinement,
	replayUnder,
	requireRight,
	versionInForce
} from '$lib/server';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site, account } = requireRight(event, 'policy.read');
	const { server } = event.locals;
	const [refinement, words, { versions }] = await Promise.all([
		readRefinement(server, site, account, event.params.id),
		readPolicyVocabulary(server, site),
		readPolicyHistory(server.db, site)
	]);
	const inForce = versions[0]?.policy.rules ?? [];
	return {
		title: m.refine_page(),
		/** Null once somebody has rejected it, or once decisions no longer speak for it. */
		refinement,
		inForce,
		mayPropose: mayDo('policy.propose', account.role),
		words,
		/** Comes when it is done: the page does not wait for it. */
		replay: refinement
			? replayUnder(server, site, account, refineRules(inForce, refinement)).catch((failure: unknown) => {
					server.log.error({ error: failure }, 'a refinement could not be replayed');
					return null;
				})
			: null
	};
};

/** What an action came to; `missing`: the reason. */
interface Outcome {
	problem: { title: string; text: string } | null;
	missing: 'note' | 'reason' | null;
}

export const actions: Actions = {
	propose: async (event) => {
		const { site, account, refinement } = await require(event);
		const note = await readText(event, 'note');
		if (note === '') return fail(400, outcome({ missing: 'note' }));
		const { server } = event.locals;
		const history = await readPolicyHistory(server.db, site);
		const rules = refineRules(history.versions[0]?.policy.rules ?? [], refinement);
		let id: string;
		try {
			id = await proposePolicy(server, site, account, {
				basedOn: versionInForce(history),
				rules,
				note,
				replaces: null
			});
		} catch (failure) {
			if (!(failure instanceof ProblemError)) throw failure;
			return fail(failure.status, outcome({ problem: problemText(failure.code) }));
		}
		redirect(303, `/admin/policy/proposals/${id}`);
	},
	reject: async (event) => {
		const { site, account, refinement } = await require(event);
		const reason = await readText(event, 'reason');
		if (reason === '') return fail(400, outcome({ missing: 'reason' }));
		await rejectRefinement(event.locals.server, site, account, refinement, reason);
		return outcome({});
	}
};

async function require(event: RequestEvent<{ id: string }>) {
	const { site, account } = requireRight(event, 'policy.propose');
	const refinement = await readRefinement(event.locals.server, site, account, event.params.id);
	if (!refinement) error(404, { message: 'not-found' });
	return { site, account, refinement };
}

/** At most as long as an entry keeps. */
async function readText(event: RequestEvent, name: string): Promise<string> {
	const text = (await readForm(event)).get(name);
	return typeof text === 'string' ? text.trim().slice(0, 500) : '';
}

function outcome(said: Partial<Outcome>): Outcome {
	return { problem: null, missing: null, ...said };
}
