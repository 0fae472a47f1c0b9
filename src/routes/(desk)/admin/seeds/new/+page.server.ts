import { m } from '$lib/messages';
import { problemText } from '$lib/messages/problem-text';
import { defineSeed, NewSeed, ProblemError, readCandidates, readDocuments, readForm, requireRight } from '$lib/server';
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'checks.define');
	const { server } = event.locals;
	const [candidates, parts] = await Promise.all([readCandidates(server, site), readDocuments(server.db, site, 'part')]);
	return {
		title: m.checks_new(),
		candidates,
		parts: parts.map(({ id, number, name, classes }) => ({ id, number, name, classes }))
	};
};

/** Why nothing was saved: what is missing, or a problem in words. */
interface Refused {
	missing: string[];
	problem: { title: string; text: string } | null;
}

export const actions: Actions = {
	default: async (event) => {
		const { site, account } = requireRight(event, 'checks.define');
		const form = await readForm(event);
		const typed = v.safeParse(NewSeed, {
			captureId: form.get('captureId'),
			shown: { class: form.get('shown'), confidence: Number(form.get('confidence')) },
			reason: form.get('reason')
		});
		if (!typed.success) {
			const missing = typed.issues.map((issue) => v.getDotPath(issue)?.split('.')[0] ?? '');
			return fail<Refused>(400, { missing, problem: null });
		}
		try {
			await defineSeed(event.locals.server, site, account, typed.output);
		} catch (failure) {
			if (!(failure instanceof ProblemError)) throw failure;
			return fail<Refused>(failure.status, { missing: [], problem: problemText(failure.code) });
		}
		redirect(303, '/admin/seeds');
	}
};
