import { Rule } from '$lib/domain/policy';
import { refineRules, type Refinement } from '$lib/domain/policy/refine';
import { m } from '$lib/messages';
import { problemText } from '$lib/messages/problem-text';
import {
	ProblemError,
	ProposedRules,
	proposePolicy,
	readForm,
	readPolicyHistory,
	readPolicyVocabulary,
	readRefinement,
	replayUnder,
	requireRight,
	versionInForce,
	type ReplayResult
} from '$lib/server';
import { isUnsettled, MAX_RULES, type PolicyHistory } from '$lib/domain/policy';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

/**
 * `?from=PROPOSAL` goes on with a proposal, `?version=N` returns to older rules, `?refinement=ID` begins with what corrections suggest;
 * otherwise the rules in force are the beginning.
 */
export const load: PageServerLoad = async (event) => {
	const { site, account } = requireRight(event, 'policy.propose');
	const { server } = event.locals;
	const [history, words] = await Promise.all([readPolicyHistory(server.db, site), readPolicyVocabulary(server, site)]);
	const query = event.url.searchParams;
	const refinementId = query.get('refinement');
	const refinement = refinementId === null ? null : await readRefinement(server, site, account, refinementId);
	const beginning = refinement ? refined(history, refinement) : beginningOf(history, query);
	if (!beginning) error(404, { message: 'not-found' });
	const version = versionInForce(history);
	return {
		title: m.policy_draft_title(),
		version,
		inForce: history.versions[0]?.policy.rules ?? [],
		beginning,
		/** Names what is begun with, so that only a draft of the same is taken up again. */
		begunWith: `${site} ${version} ${event.url.searchParams.toString()}`,
		words
	};
};

interface Beginning {
	rules: Rule[];
	note: string;
	/** The proposal that it takes the place of. */
	replaces: string | null;
}

function refined({ versions }: PolicyHistory, refinement: Refinement): Beginning {
	return { rules: refineRules(versions[0]?.policy.rules ?? [], refinement), note: '', replaces: null };
}

function beginningOf({ versions, proposals }: PolicyHistory, query: URLSearchParams): Beginning | null {
	const [from, version] = [query.get('from'), query.get('version')];
	if (from !== null) {
		const proposal = proposals.find(({ id }) => id === from);
		if (!proposal) return null;
		return { rules: proposal.rules, note: proposal.note, replaces: isUnsettled(proposal) ? proposal.id : null };
	}
	const chosen = version === null ? versions[0] : versions.find(({ policy }) => policy.version === Number(version));
	if (!chosen) return null;
	const note = version === null ? '' : m.policy_back_note({ version: chosen.policy.version });
	return { rules: chosen.policy.rules, note, replaces: null };
}

/** What an action came to; `missing`: nobody said why. */
interface Outcome {
	about: 'replay' | 'proposal';
	replay: ReplayResult | null;
	problem: { title: string; text: string } | null;
	missing: boolean;
}

const NOTHING = { replay: null, problem: null, missing: false };
/** A rule is some hundred bytes long. */
const MAX_DRAFT_BYTES = 400 * 1024;
const Rules = v.pipe(v.array(Rule), v.maxLength(MAX_RULES));

export const actions: Actions = {
	replay: async (event) => {
		const { site, account } = requireRight(event, 'policy.propose');
		const rules = v.safeParse(v.object({ rules: Rules }), await readDraft(event));
		if (!rules.success) return refuse('replay', problemText('invalid-request'));
		const replay = await replayUnder(event.locals.server, site, account, rules.output.rules);
		const outcome: Outcome = { ...NOTHING, about: 'replay', replay };
		return outcome;
	},
	propose: async (event) => {
		const { site, account } = requireRight(event, 'policy.propose');
		const draft = await readDraft(event);
		const proposed = v.safeParse(ProposedRules, draft);
		if (!proposed.success) {
			const isNote = v.getDotPath(proposed.issues[0]) === 'note';
			const outcome: Outcome = { ...NOTHING, about: 'proposal', missing: isNote };
			return fail(400, isNote ? outcome : { ...outcome, problem: problemText('invalid-request') });
		}
		let id: string;
		try {
			id = await proposePolicy(event.locals.server, site, account, proposed.output);
		} catch (failure) {
			if (!(failure instanceof ProblemError)) throw failure;
			return refuse('proposal', problemText(failure.code));
		}
		redirect(303, `/admin/policy/proposals/${id}`);
	}
};

async function readDraft(event: RequestEvent): Promise<unknown> {
	const text = (await readForm(event, MAX_DRAFT_BYTES)).get('draft');
	try {
		return JSON.parse(typeof text === 'string' ? text : '');
	} catch {
		return null;
	}
}

function refuse(about: Outcome['about'], problem: Outcome['problem']) {
	const outcome: Outcome = { ...NOTHING, about, problem };
	return fail(409, outcome);
}
