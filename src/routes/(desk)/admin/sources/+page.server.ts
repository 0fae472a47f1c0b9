import { m } from '$lib/messages';
import { problemText } from '$lib/messages/problem-text';
import { addSource, listSources, ProblemError, readForm, removeSource, requireRight, SourceDetails } from '$lib/server';
import { READINGS_PATH } from '$lib/wire';
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'connectors.manage');
	const { server } = event.locals;
	return {
		title: m.sources_title(),
		sources: await listSources(server, site),
		address: event.url.origin + READINGS_PATH,
		now: server.now().toISOString()
	};
};

export const actions: Actions = {
	add: async (event) => {
		const { site, account } = requireRight(event, 'connectors.manage');
		const typed = String((await readForm(event)).get('name') ?? '');
		const details = v.safeParse(SourceDetails, { name: typed });
		if (!details.success) return fail(400, { typed, fault: m.sources_name_needed() });
		const token = await addSource(event.locals.server, site, account, details.output);
		return { added: { name: details.output.name, token } };
	},
	remove: async (event) => {
		const { site, account } = requireRight(event, 'connectors.manage');
		const id = String((await readForm(event)).get('id') ?? '');
		try {
			await removeSource(event.locals.server, site, account, id);
		} catch (failure) {
			if (!(failure instanceof ProblemError)) throw failure;
			return fail(failure.status, { problem: problemText(failure.code) });
		}
		return { removed: true };
	}
};
