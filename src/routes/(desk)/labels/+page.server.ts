import { m } from '$lib/messages';
import { readRegister } from '$lib/server';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { LABEL_KINDS } from './kinds';
import { labelsOf } from './labels';

export const load: PageServerLoad = async ({ locals: { server, siteId, account }, url }) => {
	if (siteId === null || account === null) error(401, { message: 'not signed in' });
	const register = await readRegister(server, siteId);
	const all = register ? labelsOf(register) : [];
	const kind = LABEL_KINDS.find((known) => known === url.searchParams.get('kind')) ?? null;
	return {
		title: m.labels_title(),
		kind,
		counts: Object.fromEntries(LABEL_KINDS.map((known) => [known, all.filter((label) => label.kind === known).length])),
		labels: kind === null ? all : all.filter((label) => label.kind === kind),
		demo: register?.site.demo ?? false
	};
};
