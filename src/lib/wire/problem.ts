/** RFC 9457 problem documents. `code` is stable and decides what the tablet does; `detail` is for people reading logs. */
import * as v from 'valibot';

export const PROBLEM_TYPE = 'application/problem+json';

/** How one recovers: the client acts on the group, never on the status alone. */
export const PROBLEM_CODES = {
	'invalid-request': 'correct',
	'too-large': 'correct',
	'not-found': 'correct',
	'already-set-up': 'correct',
	'code-used': 'correct',
	'username-taken': 'correct',
	'last-admin': 'correct',
	/** Nobody approves what they proposed themselves. */
	'own-proposal': 'correct',
	/** It was published, closed or replaced meanwhile, or is based on a version that another has taken over from. */
	'proposal-not-open': 'correct',
	/** Its rules could never match, cannot be told apart, or ask for what nothing acts on. */
	'rules-refused': 'correct',
	/** Nobody relaxes their own oversight. */
	'own-oversight': 'correct',
	/** What the photo shows is not known, or it could not be shown with this suggestion. */
	'check-refused': 'correct',
	/** It cannot be answered as it is. */
	'template-refused': 'correct',
	/** Somebody else has published a version meanwhile. */
	'template-changed': 'correct',
	'wrong-credentials': 'sign-in',
	'not-signed-in': 'sign-in',
	'unknown-device': 'enrol',
	'device-revoked': 'enrol',
	forbidden: 'ask-admin',
	'unsupported-version': 'update-app',
	/** The request was signed with a time far off the server's: sign again with the time of this answer's `Date` header. */
	'clock-off': 'retry',
	'rate-limited': 'retry',
	unavailable: 'retry',
	internal: 'retry'
} as const;
export type ProblemCode = keyof typeof PROBLEM_CODES;
export type Recovery = (typeof PROBLEM_CODES)[ProblemCode];

export const Problem = v.object({
	type: v.string(),
	title: v.string(),
	status: v.number(),
	code: v.picklist(Object.keys(PROBLEM_CODES) as ProblemCode[]),
	detail: v.optional(v.string()),
	/** Where validation failed, as dotted paths. */
	issues: v.optional(v.array(v.object({ path: v.string(), message: v.string() })))
});
export type Problem = v.InferOutput<typeof Problem>;
