/** One signed call to the server: time limit, and every failure as one of our errors. */
import { sha256 } from '@noble/hashes/sha2.js';
import { DomainError } from '$lib/domain/errors';
import { toBase64Url, type Sign } from '$lib/domain/ledger';
import { version } from '../../../package.json';
import { APP_HEADER, formatAuthorization, MAX_CLOCK_SKEW_MS, Problem, PROTOCOL_VERSION, requestBytes } from '$lib/wire';
import * as v from 'valibot';
import { parseRetryAfter } from './backoff';
import {
	AnswerTooLate,
	EnrolmentNeeded,
	NetworkFailed,
	PauseAsked,
	Refused,
	RunStopped,
	ServerUnavailable,
	SignInNeeded,
	UnexpectedAnswer,
	UpdateNeeded,
	type SyncError
} from './errors';

/** Who calls, and how to reach the server. */
export interface ServerAccess {
	/** Origin of the server, such as `https://site.example`. */
	baseUrl: string;
	fetch: typeof fetch;
	deviceId: string;
	sign: Sign;
	signal: AbortSignal;
	now: () => number;
}

export interface ServerCall {
	method: string;
	/** Path and query, or an absolute address. */
	url: string;
	headers?: Record<string, string>;
	/** Text and bytes are signed by their hash; a Blob is streamed and goes unsigned (its name is its hash). */
	body?: string | Uint8Array<ArrayBuffer> | Blob;
	limitMs: number;
}

/** The device's signature over a call. */
async function authorize(access: ServerAccess, { method, url, body }: ServerCall, unixMs: number): Promise<string> {
	const { pathname, search } = new URL(url, access.baseUrl);
	const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
	const bodyHash = bytes instanceof Uint8Array ? toBase64Url(sha256(bytes)) : '';
	const signature = await access.sign(requestBytes(method, pathname + search, unixMs, bodyHash));
	return formatAuthorization({ deviceId: access.deviceId, unixMs, signature: toBase64Url(signature) });
}

/**
 * Sends a call and gives back whatever the server answered. Where the tablet's clock is too far off for its signature to count,
 * the call is signed once more with the server's time; the tablet's own clock stays on its records, as it was.
 * @throws NetworkFailed, AnswerTooLate, RunStopped
 */
export async function send(access: ServerAccess, call: ServerCall): Promise<Response> {
	return inTime(access, (unixMs) => sendSigned(access, call, unixMs));
}

/**
 * Opens an answer that goes on for as long as the access' signal lets it.
 * @throws SyncError
 */
export async function openStream(access: ServerAccess, url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
	try {
		const call = { method: 'GET', url, limitMs: Infinity };
		const response = await inTime(access, (unixMs) => request(access, call, unixMs, access.signal));
		if (response.ok && response.body) return response.body;
		throw errorOf(response.status, response.headers.get('Retry-After'), await response.text(), access.now());
	} catch (error) {
		if (error instanceof DomainError) throw error;
		throw new NetworkFailed(error instanceof Error ? error.message : String(error));
	}
}

async function inTime(access: ServerAccess, call: (unixMs: number) => Promise<Response>): Promise<Response> {
	const unixMs = access.now();
	const response = await call(unixMs);
	const serverMs = response.status === 401 ? Date.parse(response.headers.get('Date') ?? '') : NaN;
	const clockOff = Math.abs(serverMs - unixMs) > MAX_CLOCK_SKEW_MS - CLOCK_MARGIN_MS;
	return clockOff ? call(serverMs) : response;
}

/** `Date` counts whole seconds, and the call took a while. */
const CLOCK_MARGIN_MS = 120_000;

async function sendSigned(access: ServerAccess, call: ServerCall, unixMs: number): Promise<Response> {
	const { limitMs } = call;
	const limit = AbortSignal.timeout(limitMs);
	try {
		const response = await request(access, call, unixMs, AbortSignal.any([access.signal, limit]));
		// Read here, so that the time limit covers the body too.
		const bytes = await response.arrayBuffer();
		const { status, statusText } = response;
		return new Response(bytes.byteLength > 0 ? bytes : null, { status, statusText, headers: response.headers });
	} catch (error) {
		if (access.signal.aborted) throw new RunStopped();
		if (limit.aborted) throw new AnswerTooLate(limitMs);
		throw new NetworkFailed(error instanceof Error ? error.message : String(error));
	}
}

async function request(access: ServerAccess, call: ServerCall, unixMs: number, signal: AbortSignal): Promise<Response> {
	const { method, url, headers, body } = call;
	return access.fetch(new URL(url, access.baseUrl).href, {
		method,
		headers: {
			...headers,
			Authorization: await authorize(access, call, unixMs),
			'Countersign-Protocol': String(PROTOCOL_VERSION),
			[APP_HEADER]: version
		},
		...(body === undefined ? {} : { body }),
		cache: 'no-store',
		credentials: 'same-origin',
		signal
	});
}

/**
 * Calls and reads a JSON answer of the agreed form.
 * @throws SyncError
 */
export async function callJson<S extends v.GenericSchema>(
	access: ServerAccess,
	call: ServerCall,
	schema: S
): Promise<v.InferOutput<S>> {
	const response = await send(access, call);
	const text = await response.text();
	if (!response.ok) throw errorOf(response.status, response.headers.get('Retry-After'), text, access.now());
	const parsed = v.safeParse(schema, parseJson(text));
	if (parsed.success) return parsed.output;
	const [issue] = parsed.issues;
	const where = v.getDotPath(issue) ?? 'the answer';
	throw new UnexpectedAnswer(new URL(call.url, access.baseUrl).pathname, `${where}: ${issue.message}`);
}

/** The error of an answer that is not a success; the problem's `code` decides where there is one. */
export function errorOf(status: number, retryAfter: string | null, body: string, nowMs: number): SyncError {
	const parsed = v.safeParse(Problem, parseJson(body));
	const code = parsed.success ? parsed.output.code : codeOfStatus(status);
	const detail = (parsed.success ? (parsed.output.detail ?? parsed.output.title) : '').slice(0, 500);
	const pauseMs = parseRetryAfter(retryAfter, nowMs);
	switch (code) {
		case 'not-signed-in':
		case 'wrong-credentials':
			return new SignInNeeded();
		case 'unknown-device':
		case 'device-revoked':
			return new EnrolmentNeeded(code);
		case 'unsupported-version':
			return new UpdateNeeded();
		case 'rate-limited':
			return new PauseAsked(status, pauseMs ?? 0);
		case 'forbidden':
		case 'not-found':
		case 'too-large':
			return new Refused(code, status, detail);
		case 'invalid-request':
		case 'already-set-up':
		case 'code-used':
		case 'username-taken':
		case 'last-admin':
		case 'own-proposal':
		case 'proposal-not-open':
		case 'rules-refused':
		case 'own-oversight':
		case 'check-refused':
		case 'template-refused':
		case 'template-changed':
			return new Refused('refused', status, detail);
		case 'clock-off':
		case 'unavailable':
		case 'internal':
			return pauseMs === null ? new ServerUnavailable(status, detail) : new PauseAsked(status, pauseMs);
	}
}

function codeOfStatus(status: number): Problem['code'] {
	if (status === 401) return 'not-signed-in';
	if (status === 403) return 'forbidden';
	if (status === 404 || status === 410) return 'not-found';
	if (status === 413) return 'too-large';
	if (status === 426) return 'unsupported-version';
	if (status === 429) return 'rate-limited';
	// 408, 409, 423 and 425 are about the moment, not about what was sent.
	if ([408, 409, 423, 425].includes(status)) return 'unavailable';
	return status >= 400 && status < 500 ? 'invalid-request' : 'unavailable';
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
