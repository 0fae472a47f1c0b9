import { m } from '$lib/messages';
import { problemText } from '$lib/messages/problem-text';
import { ProblemError, readDocument, readDocuments, readForm, readSeed, requireRight, retireSeed } from '$lib/server';
import { error, fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'checks.read');
	const { server } = event.locals;
	const found = await readSeed(server, site, event.params.id);
	if (!found) error(404, { message: 'not-found' });
	const part = await readDocument(server.db, site, 'part', found.seed.partId);
	const people = await readDocuments(server.db, site, 'person');
	return {
		title: m.checks_one(),
		...found,
		part,
		people: people.map(({ id, name }) => ({ id, name }))
	};
};

export const actions: Actions = {
	default: async (event) => {
		const { site, account } = requireRight(event, 'checks.define');
		const reason = (await readForm(event)).get('reason');
		if (typeof reason !== 'string' || reason.trim() === '') return fail(400, { missing: true, problem: null });
		try {
			await retireSeed(event.locals.server, site, account, event.params.id, reason.trim().slice(0, 500));
		} catch (failure) {
			if (!(failure instanceof ProblemError)) throw failure;
			return fail(failure.status, { missing: false, problem: problemText(failure.code) });
		}
		return { missing: false, problem: null };
	}
};
