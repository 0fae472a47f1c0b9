import { m } from '$lib/messages';
import { readRegister, requireRight } from '$lib/server';
import type { PageServerLoad } from './$types';
import { LABEL_KINDS } from './kinds';
import { labelsOf } from './labels';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'labels.print');
	const register = await readRegister(event.locals.server, site);
	const all = register ? labelsOf(register) : [];
	const kind = LABEL_KINDS.find((known) => known === event.url.searchParams.get('kind')) ?? null;
	return {
		title: m.labels_title(),
		kind,
		counts: Object.fromEntries(LABEL_KINDS.map((known) => [known, all.filter((label) => label.kind === known).length])),
		labels: kind === null ? all : all.filter((label) => label.kind === kind),
		demo: register?.site.demo ?? false
	};
};
