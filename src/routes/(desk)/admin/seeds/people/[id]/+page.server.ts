import { LEAST_ACCEPTS, LEAST_ERRORS } from '$lib/domain/rubber-stamp';
import { problemText } from '$lib/messages/problem-text';
import {
	markTighteningSeen,
	ProblemError,
	readDocuments,
	readForm,
	readStanding,
	readUnseenTightenings,
	relaxOversight,
	requireRight
} from '$lib/server';
import { error, fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site, account } = requireRight(event, 'checks.read');
	const { server } = event.locals;
	const found = await readStanding(server, site, event.params.id);
	if (!found) error(404, { message: 'not-found' });
	const [parts, unseen] = await Promise.all([
		readDocuments(server.db, site, 'part'),
		readUnseenTightenings(server, site, account)
	]);
	return {
		title: found.standing.name,
		...found,
		least: { errors: LEAST_ERRORS, accepts: LEAST_ACCEPTS },
		parts: parts.map(({ id, number, name, classes }) => ({ id, number, name, classes })),
		isNews: unseen.some(({ personId }) => personId === event.params.id),
		isSelf: account.personId === event.params.id
	};
};

export const actions: Actions = {
	seen: async (event) => {
		const { site, account } = requireRight(event, 'oversight.relax');
		await markTighteningSeen(event.locals.server, site, account, event.params.id);
		return { missing: false, problem: null, relaxed: false };
	},
	relax: async (event) => {
		const { site, account } = requireRight(event, 'oversight.relax');
		const reason = (await readForm(event)).get('reason');
		if (typeof reason !== 'string' || reason.trim() === '') {
			return fail(400, { missing: true, problem: null, relaxed: false });
		}
		try {
			await relaxOversight(event.locals.server, site, account, event.params.id, reason.trim().slice(0, 500));
		} catch (failure) {
			if (!(failure instanceof ProblemError)) throw failure;
			return fail(failure.status, { missing: false, problem: problemText(failure.code), relaxed: false });
		}
		return { missing: false, problem: null, relaxed: true };
	}
};
