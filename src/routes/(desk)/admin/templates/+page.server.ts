import { m } from '$lib/messages';
import { readTemplates, requireRight } from '$lib/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'templates.manage');
	const templates = await readTemplates(event.locals.server.db, site);
	return {
		title: m.templates_title(),
		templates: templates.map(({ id, name, kind, version, retired, sample, sections }) => ({
			...{ id, name, kind, version, retired, sample },
			sections: sections.length,
			items: sections.reduce((count, { items }) => count + items.length, 0)
		}))
	};
};
