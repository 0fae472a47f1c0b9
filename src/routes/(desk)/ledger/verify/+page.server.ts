import { m } from '$lib/messages';
import { requireRight } from '$lib/server';
import type { PageServerLoad } from './$types';

/** The file stays in the browser: the server gives nothing but the page. */
export const load: PageServerLoad = (event) => {
	requireRight(event, 'ledger.read');
	return { title: m.verify_file_title() };
};
