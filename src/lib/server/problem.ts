/** The one way in which the server says no: RFC 9457 problem documents with a stable `code`. */
import { PROBLEM_TYPE, type Problem, type ProblemCode } from '$lib/wire';

const ANSWERS: Record<ProblemCode, { status: number; title: string }> = {
	'invalid-request': { status: 400, title: 'The request does not have the expected form' },
	'too-large': { status: 413, title: 'The request is larger than allowed' },
	'not-found': { status: 404, title: 'There is nothing at this address' },
	'already-set-up': { status: 409, title: 'The site is already set up' },
	'code-used': { status: 410, title: 'The code was used, has expired, or was never given out' },
	'username-taken': { status: 409, title: 'Somebody else has this user name' },
	'last-admin': { status: 409, title: 'Somebody must be able to run the site' },
	'own-proposal': { status: 409, title: 'Somebody else has to approve what you proposed' },
	'proposal-not-open': { status: 409, title: 'This proposal can no longer be published' },
	'rules-refused': { status: 409, title: 'These rules cannot be put in force' },
	'own-oversight': { status: 409, title: 'Somebody else has to relax your oversight' },
	'template-refused': { status: 409, title: 'This template cannot be answered as it is' },
	'template-changed': { status: 409, title: 'Somebody else has published this template meanwhile' },
	'check-refused': { status: 409, title: 'This cannot be made a check' },
	'wrong-credentials': { status: 401, title: 'User name or password is wrong' },
	'not-signed-in': { status: 401, title: 'Sign in first' },
	'unknown-device': { status: 401, title: 'This tablet is not enrolled here' },
	'device-revoked': { status: 403, title: 'This tablet was locked out by an admin' },
	forbidden: { status: 403, title: 'Your role does not allow this' },
	'unsupported-version': { status: 426, title: 'The app and the server do not speak the same version' },
	'clock-off': { status: 401, title: 'The clock of this device is far off' },
	'rate-limited': { status: 429, title: 'Too many attempts' },
	unavailable: { status: 503, title: 'The server cannot do this right now' },
	internal: { status: 500, title: 'Something went wrong on the server' }
};

export type ProblemFacts = Pick<Problem, 'detail' | 'issues'> & {
	/** Seconds after which a further attempt makes sense. */
	retryAfterS?: number;
};

/** Thrown by server functions for everything a caller can act on. */
export class ProblemError extends Error {
	override readonly name = 'ProblemError';
	constructor(
		readonly code: ProblemCode,
		readonly facts: ProblemFacts = {},
		/** What it came from, for the log. */
		options?: ErrorOptions
	) {
		super(facts.detail ? `${code}: ${facts.detail}` : code, options);
	}

	get status(): number {
		return ANSWERS[this.code].status;
	}
}

/** The response that carries a problem to the caller. */
export function problem(code: ProblemCode, { retryAfterS, ...facts }: ProblemFacts = {}): Response {
	const { status, title } = ANSWERS[code];
	const body: Problem = { type: `urn:countersign:problem:${code}`, title, status, code, ...facts };
	const headers = new Headers({ 'content-type': PROBLEM_TYPE, 'cache-control': 'no-store' });
	if (retryAfterS !== undefined) headers.set('retry-after', String(Math.ceil(retryAfterS)));
	return new Response(JSON.stringify(body), { status, headers });
}
