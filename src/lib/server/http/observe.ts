/** What every request leaves behind: a line in the log and a figure, with an id that finds both again. */
import { randomUUID } from 'node:crypto';
import { isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';

/** A balancer may bring its own, so that its log and this one can be read together. */
const REQUEST_ID = /^[\w-]{8,64}$/;
/** Asked every few seconds by machines. */
const QUIET_ROUTES = new Set(['/api/health', '/metrics']);

export function requestIdOf({ request }: Pick<RequestEvent, 'request'>): string {
	const given = request.headers.get('x-request-id');
	return given !== null && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Runs the rest of a request whose `locals` are filled in. Logs the route, never the address: that may hold names or codes. */
export async function observe(event: RequestEvent, run: () => Promise<Response>): Promise<Response> {
	const started = performance.now();
	let status = 500;
	try {
		const response = await run();
		({ status } = response);
		response.headers.set('x-request-id', event.locals.requestId);
		return response;
	} catch (error) {
		if (isRedirect(error) || isHttpError(error)) ({ status } = error);
		throw error;
	} finally {
		note(event, status, performance.now() - started);
	}
}

function note({ locals, request: { method }, route: { id } }: RequestEvent, status: number, ms: number): void {
	const { server, requestId, device, account } = locals;
	const route = id ?? 'none';
	server.metrics.countRequest(method, route, status, ms / 1000);
	const facts = {
		requestId,
		method,
		route,
		status,
		ms: Math.round(ms * 10) / 10,
		...(device ? { device: device.device.id } : {}),
		...(account ? { person: account.personId } : {})
	};
	if (status >= 500) server.log.warn(facts, 'request');
	else if (QUIET_ROUTES.has(route)) server.log.debug(facts, 'request');
	else server.log.info(facts, 'request');
}
