import { compareTemplates } from '$lib/domain/audit/compare';
import { problemText } from '$lib/messages/problem-text';
import { ProblemError, readTemplateVersions, requireRight, retireTemplate } from '$lib/server';
import { error, fail, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'templates.manage');
	const versions = await readTemplateVersions(event.locals.server.db, site, event.params.id);
	const [newest] = versions;
	if (!newest) error(404, { message: 'not-found' });
	return {
		title: newest.name,
		newest,
		versions: versions.map((template, index) => {
			const before = versions[index + 1];
			return {
				version: template.version,
				retired: template.retired,
				wasRetired: before?.retired ?? false,
				changes: before ? compareTemplates(before, template) : null
			};
		})
	};
};

async function change(event: RequestEvent & { params: { id: string } }, retired: boolean) {
	const { site, account } = requireRight(event, 'templates.manage');
	try {
		await retireTemplate(event.locals.server, site, account, event.params.id, retired);
		return { problem: null };
	} catch (failure) {
		if (!(failure instanceof ProblemError)) throw failure;
		return fail(failure.status, { problem: problemText(failure.code) });
	}
}

export const actions: Actions = {
	retire: (event) => change(event, true),
	offer: (event) => change(event, false)
};
