import { problemText } from '$lib/messages/problem-text';
import {
	changeConnector,
	ConnectorDetails,
	drawConnectorSecret,
	MAX_ATTEMPTS,
	ProblemError,
	readConnectorPage,
	readForm,
	removeConnector,
	requireRight,
	sendAgain
} from '$lib/server';
import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { faultsOf, typedIn, type Faults, type Typed } from '../form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'connectors.manage');
	const { server } = event.locals;
	const found = await readConnectorPage(server, site, event.params.id);
	if (!found) error(404, { message: 'no such connector' });
	return { title: found.connector.name, ...found, attempts: MAX_ATTEMPTS, now: server.now().toISOString() };
};

/** What one of the page's forms came to; `about` says which, so that the page can say it there. */
interface Outcome {
	about: 'details' | 'secret' | 'state' | 'again' | 'removal';
	typed: Typed | null;
	faults: Faults;
	problem: { title: string; text: string } | null;
	secret: string | null;
}

export const actions: Actions = {
	details: async (event) => {
		const { site, account } = requireRight(event, 'connectors.manage');
		const typed = typedIn(await readForm(event));
		const details = v.safeParse(ConnectorDetails, typed);
		if (!details.success) return fail(400, outcomeOf('details', { typed, faults: faultsOf(details.issues) }));
		return attempt('details', () =>
			changeConnector(event.locals.server, site, account, event.params.id, details.output)
		);
	},
	secret: async (event) => {
		const { site, account } = requireRight(event, 'connectors.manage');
		return attempt('secret', () => drawConnectorSecret(event.locals.server, site, account, event.params.id));
	},
	pause: async (event) => {
		const { site, account } = requireRight(event, 'connectors.manage');
		return attempt('state', () =>
			changeConnector(event.locals.server, site, account, event.params.id, { state: 'paused' })
		);
	},
	resume: async (event) => {
		const { site, account } = requireRight(event, 'connectors.manage');
		const { server } = event.locals;
		return attempt('state', async () => {
			await changeConnector(server, site, account, event.params.id, { state: 'active' });
			server.background.wake();
		});
	},
	again: async (event) => {
		const { site, account } = requireRight(event, 'connectors.manage');
		const { server } = event.locals;
		const entry = String((await readForm(event)).get('entry') ?? '');
		return attempt('again', async () => {
			await sendAgain(server, site, account, event.params.id, entry === '' ? 'all' : { entry });
			server.background.wake();
		});
	},
	remove: async (event) => {
		const { site, account } = requireRight(event, 'connectors.manage');
		const failed = await attempt('removal', () => removeConnector(event.locals.server, site, account, event.params.id));
		if ('status' in failed) return failed;
		redirect(303, '/admin/connectors');
	}
};

function outcomeOf(about: Outcome['about'], what: Partial<Outcome> = {}): Outcome {
	return { about, typed: null, faults: {}, problem: null, secret: null, ...what };
}

/** `work` gives back a secret that is to be shown. What can be said in words goes back to the form; anything else is an error of the page. */
async function attempt(about: Outcome['about'], work: () => Promise<string> | Promise<void>) {
	try {
		const made = await work();
		return outcomeOf(about, { secret: typeof made === 'string' ? made : null });
	} catch (failure) {
		if (!(failure instanceof ProblemError)) throw failure;
		return fail(failure.status, outcomeOf(about, { problem: problemText(failure.code) }));
	}
}
