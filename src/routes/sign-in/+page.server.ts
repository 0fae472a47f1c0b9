import { m } from '$lib/messages';
import { ProblemError, readForm, signIn, signOut, type Account } from '$lib/server';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { nextPage } from './next-page';

export const load: PageServerLoad = ({ locals, url }) => {
	if (locals.account) redirect(303, nextPage(url.searchParams.get('next'), locals.account.role));
	return { title: m.sign_in_title() };
};

export const actions: Actions = {
	in: async (event) => {
		const form = await readForm(event);
		const username = String(form.get('username') ?? '').trim();
		const password = String(form.get('password') ?? '');
		let account: Account;
		try {
			account = await signIn(event, username, password);
		} catch (error) {
			const { server, requestId } = event.locals;
			if (!(error instanceof ProblemError)) server.log.error({ requestId, error }, 'a sign-in failed');
			const code = error instanceof ProblemError ? error.code : 'internal';
			return fail(error instanceof ProblemError ? error.status : 500, { username, code });
		}
		redirect(303, nextPage(event.url.searchParams.get('next'), account.role));
	},
	out: async (event) => {
		await signOut(event);
		redirect(303, '/sign-in');
	}
};
