/** What every API route has in common: problems become problem documents, bodies are bounded and validated, callers are checked. */
import type { Action } from '$lib/domain/rights';
import { isProtocolServed, PROTOCOL_HEADER } from '$lib/wire';
import { error, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { refuseUnlessMay, type Account, type RequestDevice } from '../auth';
import { StoreUnavailable } from '../db';
import { problem, ProblemError } from '../problem';

/** A database that restarts is back within seconds; tablets wait longer each time by themselves. */
const RETRY_AFTER_S = 5;

/** Wraps a route's handler. What nobody foresaw is logged and answered as `internal`, without its text. */
export function endpoint<E extends RequestEvent>(handle: (event: E) => Response | Promise<Response>) {
	return async (event: E): Promise<Response> => {
		try {
			if (!isProtocolServed(event.request.headers.get(PROTOCOL_HEADER))) throw new ProblemError('unsupported-version');
			return await handle(event);
		} catch (error) {
			return asProblem(error, event);
		}
	};
}

/** The answer to what went wrong. What only whoever runs the server can mend is logged, under the request's id. */
export function asProblem(error: unknown, { locals }: Pick<RequestEvent, 'locals'>): Response {
	const { log } = locals.server;
	const { requestId } = locals;
	if (error instanceof ProblemError) {
		if (error.cause !== undefined) log.warn({ requestId, error }, 'a part of the server does not answer');
		return problem(error.code, error.facts);
	}
	if (error instanceof StoreUnavailable) {
		log.warn({ requestId, error }, 'the store does not answer');
		return problem('unavailable', { retryAfterS: RETRY_AFTER_S });
	}
	log.error({ requestId, error }, 'a request failed');
	return problem('internal');
}

/** JSON that must not be kept by anyone on the way. */
export function answer(body: object, status = 200): Response {
	return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}

/** Throws `too-large` as soon as more than `maxBytes` have come, whatever the header said. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
	if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new ProblemError('too-large');
	const chunks: Uint8Array[] = [];
	let length = 0;
	const reader = request.body?.getReader();
	while (reader) {
		const { done, value } = await reader.read();
		if (done) break;
		length += value.byteLength;
		if (length > maxBytes) {
			await reader.cancel();
			throw new ProblemError('too-large');
		}
		chunks.push(value);
	}
	const bytes = new Uint8Array(length);
	let offset = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, offset);
		offset += chunk.byteLength;
	}
	return bytes;
}

/** The fields of a form; files are no part of it. Refuses with `too-large`, or `invalid-request` for what is no form. */
export async function readForm(event: RequestEvent, maxBytes = MAX_FORM_BYTES): Promise<FormData> {
	const headers = { 'content-type': event.request.headers.get('content-type') ?? '' };
	try {
		const body = await readBytes(event.request, maxBytes);
		return await new Response(body, { headers }).formData();
	} catch (failure) {
		refuse(event, failure instanceof ProblemError ? failure : new ProblemError('invalid-request'));
	}
}

const MAX_FORM_BYTES = 64 * 1024;

/** Throws `invalid-request` with what is wrong and where. */
export function parseJson<S extends v.GenericSchema>(schema: S, bytes: Uint8Array): v.InferOutput<S> {
	let json: unknown;
	try {
		json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw new ProblemError('invalid-request', { detail: 'the body is not JSON' });
	}
	return parseInput(schema, json);
}

/** Throws `invalid-request` with what is wrong and where. */
export function parseInput<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
	const result = v.safeParse(schema, input);
	if (result.success) return result.output;
	throw new ProblemError('invalid-request', {
		issues: result.issues.slice(0, 20).map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message }))
	});
}

/** Throws `not-found` before the first run was completed. */
export function requireSite(event: RequestEvent): string {
	if (event.locals.siteId === null) throw new ProblemError('not-found', { detail: 'no site is set up yet' });
	return event.locals.siteId;
}

/** Throws `unknown-device` when no tablet signed the call. */
export function requireDevice(event: RequestEvent): RequestDevice {
	if (event.locals.device === null) throw new ProblemError('unknown-device', { detail: 'no device signature' });
	return event.locals.device;
}

/** Who asks, where their role may do this. */
export interface Granted {
	site: string;
	account: Account;
}

/**
 * Lets on only somebody at the desk whose role may do this. Refuses with `not-found` (no site yet), `not-signed-in` or `forbidden`:
 * an API route by a `ProblemError`, a page by SvelteKit's own error, which its error page puts in words.
 */
export function requireRight(event: RequestEvent, action: Action): Granted {
	try {
		const site = requireSite(event);
		const { account } = event.locals;
		if (account === null) throw new ProblemError('not-signed-in');
		refuseUnlessMay(account, action);
		return { site, account };
	} catch (failure) {
		refuse(event, failure);
	}
}

/** As `requireRight`, and any enrolled tablet of the site may too. Returns the site. */
export function requireDeviceOrRight(event: RequestEvent, action: Action): string {
	return event.locals.device ? requireSite(event) : requireRight(event, action).site;
}

/** Passes a refusal on as the route can: a page has no problem documents, SvelteKit's own error leads to its error page. */
function refuse({ url }: RequestEvent, refused: unknown): never {
	if (!(refused instanceof ProblemError) || isForPrograms(url)) throw refused;
	error(refused.status, { message: refused.code });
}

/** Answered by problem documents, never by pages. */
export function isForPrograms({ pathname }: Pick<URL, 'pathname'>): boolean {
	return pathname.startsWith('/api/') || pathname === '/metrics';
}
