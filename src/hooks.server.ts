/** What every request passes: who asks, where it may go, and the headers of the answer. */
import { building, dev } from '$app/environment';
import { getTextDirection } from '$lib/messages/generated/runtime.js';
import { paraglideMiddleware } from '$lib/messages/generated/server.js';
import {
	asProblem,
	type CallBudget,
	isForPrograms,
	logLevelFrom,
	observe,
	openLog,
	openServer,
	optionsFrom,
	problem,
	ProblemError,
	readAccount,
	readSignedCall,
	readSite,
	refuseForeignOrigin,
	requestIdOf,
	sessionHeaders,
	type SiteServer
} from '$lib/server';
import { PROBLEM_TYPE } from '$lib/wire';
import { redirect, type Handle, type HandleServerError, type RequestEvent, type ServerInit } from '@sveltejs/kit';

let server: SiteServer | undefined;

export const init: ServerInit = async () => {
	if (building) return;
	const log = openLog({ level: logLevelFrom(process.env), form: dev ? 'words' : 'json' });
	const opened = await openServer({ ...(await optionsFrom(process.env)), log });
	server = opened;
	opened.background.start();
	// What is under way by itself ends while requests do.
	process.once('countersign:stopping', (wait: (work: Promise<unknown>) => void) => wait(opened.background.stop()));
	// Streams never end by themselves: nobody has to wait for them.
	process.once('countersign:stopping', () => opened.live.stop());
	process.once('sveltekit:shutdown', () => void opened.close());
};

/** Pages that work before anyone has signed in. */
const OPEN_PAGES = ['/setup', '/sign-in', '/enrol'];

export const handle: Handle = async ({ event, resolve }) => {
	const respond = () =>
		paraglideMiddleware(event.request, ({ locale }) =>
			resolve(event, {
				transformPageChunk: ({ html }) => html.replace('%lang%', locale).replace('%dir%', getTextDirection(locale))
			})
		);
	// Prerendered pages are the same for everyone: no store is open while they are built.
	if (!server) return respond();
	event.locals.server = server;
	event.locals.siteId = null;
	event.locals.account = null;
	event.locals.device = null;
	event.locals.signedBody = null;
	event.locals.requestId = requestIdOf(event);
	return observe(event, () => answer(event, respond));
};

async function answer(event: RequestEvent, respond: () => Response | Promise<Response>): Promise<Response> {
	const isProgram = isForPrograms(event.url);
	try {
		await identify(event);
	} catch (error) {
		return withHeaders(asProblem(error, event));
	}
	if (!isProgram) sendWhereNeeded(event);
	const response = await respond();
	const isPlainRefusal = isProgram && response.status >= 400 && response.headers.get('content-type') !== PROBLEM_TYPE;
	if (!isPlainRefusal || event.request.method === 'HEAD') return withHeaders(response);
	if (response.status === 405) return withHeaders(problem('invalid-request', { detail: 'method not allowed' }));
	return withHeaders(response.status === 404 ? problem('not-found') : response);
}

export const handleError: HandleServerError = ({ error, status, event }) => {
	if (status !== 404) server?.log.error({ requestId: event.locals.requestId, error }, 'a request failed');
	return { message: status === 404 ? 'Not found' : 'Something went wrong on the server' };
};

async function identify(event: RequestEvent): Promise<void> {
	const { locals } = event;
	locals.siteId = (await readSite(locals.server.db))?.id ?? null;
	if (locals.siteId === null) return spendAddress(event);
	try {
		const signed = await readSignedCall(event, locals.siteId);
		locals.device = signed.device;
		locals.signedBody = signed.body;
	} catch (error) {
		// A signature that does not hold says nothing about who calls.
		spendAddress(event);
		throw error;
	}
	if (locals.device) return spend(locals.server.budgets.device, locals.device.device.id);
	spendAddress(event);
	locals.account = await readAccount(locals.server.auth, locals.server.db, locals.siteId, sessionHeaders(event));
	if (locals.account) refuseForeignOrigin(event);
}

function spendAddress(event: RequestEvent): void {
	spend(event.locals.server.budgets.address, event.getClientAddress());
}

function spend(budget: CallBudget, caller: string): void {
	const retryAfterS = budget.take(caller, Date.now());
	if (retryAfterS !== null) throw new ProblemError('rate-limited', { retryAfterS });
}

/** The first run comes before everything; the desk is for people who signed in. */
function sendWhereNeeded({ locals, url, route }: RequestEvent): void {
	if (route.id === null) return;
	if (locals.siteId === null) {
		if (url.pathname !== '/setup') redirect(303, '/setup');
		return;
	}
	const isDesk = route.id.startsWith('/(desk)/') && !OPEN_PAGES.includes(url.pathname);
	if (isDesk && locals.account === null) {
		redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
	}
}

const HEADERS = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'x-frame-options': 'DENY',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-embedder-policy': 'require-corp',
	'cross-origin-resource-policy': 'same-origin'
};

/** The server process sets these for files too; here they hold for `vite dev` and any other way to run the app. */
function withHeaders(response: Response): Response {
	for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
	return response;
}
