import { adminPages } from '$lib/components/desk-pages';
import { error, redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** The first of the pages that whoever asks may open. */
export const load: PageServerLoad = ({ locals: { account } }) => {
	const [first] = account ? adminPages(account.role) : [];
	if (!first) error(account ? 403 : 401, { message: account ? 'forbidden' : 'not-signed-in' });
	redirect(307, first.href);
};
