import { m } from '$lib/messages';
import { listConnectors, requireRight } from '$lib/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'connectors.manage');
	const { server } = event.locals;
	return {
		title: m.connectors_title(),
		connectors: await listConnectors(server, site),
		now: server.now().toISOString()
	};
};
