import { m } from '$lib/messages';
import { changeOwnPassword, MIN_PASSWORD, Password, ProblemError, readForm, requireRight } from '$lib/server';
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	const { account } = requireRight(event, 'password.change');
	return { title: m.account_title(), username: account.username, shortestPassword: MIN_PASSWORD };
};

export const actions: Actions = {
	default: async (event) => {
		const { account } = requireRight(event, 'password.change');
		const { server } = event.locals;
		const form = await readForm(event);
		const next = v.safeParse(Password, form.get('password'));
		if (!next.success) return fail(400, { outcome: 'too-short' as const });
		// Whoever sits down at an open desk must not find the password out here.
		const waitS = await server.limits.ownPassword.attempt(account.personId, server.now().getTime());
		if (waitS !== null) return fail(429, { outcome: 'too-often' as const });
		try {
			await changeOwnPassword(server, account, String(form.get('present') ?? ''), next.output);
		} catch (failure) {
			if (!(failure instanceof ProblemError)) throw failure;
			return fail(failure.status, { outcome: 'wrong' as const });
		}
		await server.limits.ownPassword.forgive(account.personId);
		return { outcome: 'changed' as const };
	}
};
