import { m } from '$lib/messages';
import { problemText } from '$lib/messages/problem-text';
import {
	addPerson,
	DeskAccount,
	MIN_PASSWORD,
	PersonDetails,
	ProblemError,
	readForm,
	requireRight,
	type AddedPerson
} from '$lib/server';
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';
import { faultsOf, typedIn, type Faults } from '../form';

export const load: PageServerLoad = (event) => {
	requireRight(event, 'people.manage');
	return { title: m.people_add(), shortestPassword: MIN_PASSWORD };
};

const NO_FAULTS: Faults = {};

export const actions: Actions = {
	default: async (event) => {
		const { site, account } = requireRight(event, 'people.manage');
		const { password, ...shown } = typedIn(await readForm(event));
		const details = v.safeParse(PersonDetails, shown);
		// Without a user name and a password there is no account at the desk.
		const wanted = shown.username !== '' || password !== '';
		const desk = v.safeParse(v.nullable(DeskAccount), wanted ? { ...shown, password } : null);
		if (!details.success || !desk.success) {
			const faults = faultsOf([...(details.issues ?? []), ...(desk.issues ?? [])], MIN_PASSWORD);
			return fail(400, { ...shown, faults, problem: null });
		}
		let added: AddedPerson;
		try {
			added = await addPerson(event.locals.server, site, account, details.output, desk.output);
		} catch (failure) {
			if (!(failure instanceof ProblemError)) throw failure;
			return fail(failure.status, { ...shown, faults: NO_FAULTS, problem: problemText(failure.code) });
		}
		return { added: { ...added, name: details.output.name } };
	}
};
