import { problemText } from '$lib/messages/problem-text';
import {
	changePerson,
	DeskAccount,
	endDeskSessions,
	MIN_PASSWORD,
	PersonDetails,
	ProblemError,
	readForm,
	readPerson,
	requireRight,
	setDeskAccount,
	setNewPin,
	type Granted
} from '$lib/server';
import { error, fail, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';
import { faultsOf, typedIn, type Faults } from '../form';

export const load: PageServerLoad = async (event) => {
	const { site, account } = requireRight(event, 'people.manage');
	const { server } = event.locals;
	const person = await readPerson(server, site, event.params.id);
	if (!person) error(404, { message: 'no such person' });
	return {
		title: person.name,
		person,
		isSelf: person.id === account.personId,
		now: server.now().toISOString(),
		shortestPassword: MIN_PASSWORD
	};
};

/** What one of the page's forms came to; `about` says which, so that the page can say it there. */
interface Outcome {
	about: 'details' | 'pin' | 'desk' | 'leaving';
	faults: Faults;
	problem: { title: string; text: string } | null;
	pin: string | null;
}

export const actions: Actions = {
	details: async (event) => {
		const granted = requireRight(event, 'people.manage');
		const typed = v.safeParse(PersonDetails, typedIn(await readForm(event)));
		if (!typed.success) return refuse('details', faultsOf(typed.issues, MIN_PASSWORD));
		return attempt('details', () => change(event, granted, typed.output));
	},
	pin: async (event) => {
		const { site, account } = requireRight(event, 'people.manage');
		return attempt('pin', () => setNewPin(event.locals.server, site, account, event.params.id));
	},
	desk: async (event) => {
		const { site, account } = requireRight(event, 'people.manage');
		const typed = v.safeParse(DeskAccount, typedIn(await readForm(event)));
		if (!typed.success) return refuse('desk', faultsOf(typed.issues, MIN_PASSWORD));
		return attempt('desk', () => setDeskAccount(event.locals.server, site, account, event.params.id, typed.output));
	},
	end: async (event) => {
		const { account } = requireRight(event, 'people.manage');
		return attempt('desk', () => endDeskSessions(event.locals.server, account, event.params.id));
	},
	leave: async (event) => {
		const granted = requireRight(event, 'people.manage');
		return attempt('leaving', () => change(event, granted, { active: false }));
	},
	back: async (event) => {
		const granted = requireRight(event, 'people.manage');
		return attempt('leaving', () => change(event, granted, { active: true }));
	}
};

function change(
	{ locals, params }: RequestEvent<{ id: string }>,
	{ site, account }: Granted,
	to: Parameters<typeof changePerson>[4]
): Promise<void> {
	return changePerson(locals.server, site, account, params.id, to);
}

const NOTHING_TO_SAY = { faults: {}, problem: null, pin: null };

function refuse(about: Outcome['about'], faults: Faults) {
	const outcome: Outcome = { ...NOTHING_TO_SAY, about, faults };
	return fail(400, outcome);
}

/** `work` gives back a PIN that is to be shown. What can be said in words goes back to the form; anything else is an error of the page. */
async function attempt(about: Outcome['about'], work: () => Promise<string> | Promise<void>) {
	try {
		const made = await work();
		const outcome: Outcome = { ...NOTHING_TO_SAY, about, pin: typeof made === 'string' ? made : null };
		return outcome;
	} catch (failure) {
		if (!(failure instanceof ProblemError)) throw failure;
		const outcome: Outcome = { ...NOTHING_TO_SAY, about, problem: problemText(failure.code) };
		return fail(failure.status, outcome);
	}
}
