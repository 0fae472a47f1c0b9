import { m } from '$lib/messages';
import { listPeople, requireRight } from '$lib/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'people.manage');
	const { server } = event.locals;
	return { title: m.people_title(), people: await listPeople(server, site), now: server.now().toISOString() };
};
