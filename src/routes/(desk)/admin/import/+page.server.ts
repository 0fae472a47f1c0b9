import { m } from '$lib/messages';
import { requireRight } from '$lib/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	requireRight(event, 'queue.import');
	return { title: m.import_title() };
};
