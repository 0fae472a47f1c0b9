import { m } from '$lib/messages';
import { problemText } from '$lib/messages/problem-text';
import {
	CauseDetails,
	ProblemError,
	readCatalogue,
	readDocuments,
	readForm,
	requireRight,
	saveCause
} from '$lib/server';
import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { causeFrom } from '../../form';
import type { Actions, PageServerLoad } from './$types';

/** In the place of an id: a cause that is added. */
const NEW = 'new';

const BLANK: Omit<CauseDetails, 'signs'> = {
	name: '',
	component: null,
	assetKinds: [],
	severity: 'major',
	...{ mechanism: null, failureCause: null, detection: null },
	...{ checks: [], remedies: [], occurrence: 5, retired: false }
};

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'catalogue.manage');
	const { db } = event.locals.server;
	const { id } = event.params;
	const [{ causes, symptoms, signs }, assets] = await Promise.all([
		readCatalogue(db, site),
		readDocuments(db, site, 'asset')
	]);
	const known = causes.find((cause) => cause.id === id);
	if (!known && id !== NEW) error(404, { message: 'no such cause' });
	return {
		title: known?.name ?? m.catalogue_add_cause(),
		isNew: !known,
		cause: { ...(known ?? BLANK), signs: signs.filter(({ causeId }) => causeId === id) },
		symptoms,
		assetKinds: [...new Set(assets.flatMap(({ kind }) => kind ?? []))],
		components: [...new Set(assets.flatMap(({ components }) => components ?? []))].sort()
	};
};

export const actions: Actions = {
	default: async (event) => {
		const { site, account } = requireRight(event, 'catalogue.manage');
		const id = event.params.id === NEW ? null : event.params.id;
		const details = v.safeParse(CauseDetails, causeFrom(await readForm(event)));
		if (!details.success) {
			const field = v.getDotPath(details.issues[0])?.split('.')[0] ?? '';
			return fail(400, { field, problem: { title: m.catalogue_not_saved(), text: m.catalogue_check_fields() } });
		}
		try {
			const saved = await saveCause(event.locals.server, site, account, id, details.output);
			if ('fault' in saved) {
				const problem = { title: m.catalogue_name_taken(), text: m.catalogue_nothing_changed() };
				return fail(409, { field: 'name', problem });
			}
		} catch (failure) {
			if (!(failure instanceof ProblemError)) throw failure;
			return fail(failure.status, { field: '', problem: problemText(failure.code) });
		}
		redirect(303, '/admin/catalogue');
	}
};
