import { m } from '$lib/messages';
import { problemText } from '$lib/messages/problem-text';
import {
	ProblemError,
	readDocuments,
	readForm,
	requireRight,
	setUsualDispositions,
	UsualDispositions
} from '$lib/server';
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'parts.manage');
	const parts = await readDocuments(event.locals.server.db, site, 'part');
	return {
		title: m.parts_title(),
		parts: parts.map(({ id, number, revision, name, classes, sample }) => ({
			...{ id, number, revision, name, classes, sample }
		}))
	};
};

/** Before the id of a class, in the names of the form's fields. */
const CLASS = 'class ';

export const actions: Actions = {
	default: async (event) => {
		const { site, account } = requireRight(event, 'parts.manage');
		const form = await readForm(event);
		const part = form.get('part');
		const chosen = [...form].filter(([field]) => field.startsWith(CLASS));
		const usual = v.safeParse(
			UsualDispositions,
			Object.fromEntries(chosen.map(([field, value]) => [field.slice(CLASS.length), value]))
		);
		if (typeof part !== 'string' || !usual.success) {
			return fail(400, { part: null, problem: problemText('invalid-request') });
		}
		try {
			await setUsualDispositions(event.locals.server, site, account, part, usual.output);
		} catch (failure) {
			if (!(failure instanceof ProblemError)) throw failure;
			return fail(failure.status, { part, problem: problemText(failure.code) });
		}
		return { part, problem: null };
	}
};
