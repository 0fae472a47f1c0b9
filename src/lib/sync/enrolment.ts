/** Making this tablet a device of a site: the one-time code of an admin against the tablet's own new key. */
import { generateSigningKey, publicKeyOf } from '$lib/device';
import { DomainError } from '$lib/domain/errors';
import type { Site } from '$lib/domain/site';
import { becomeDevice, refuseUnsentWork, type Identity, type LocalDatabase } from '$lib/local-db';
import { EnrolRequest, EnrolResponse, Problem, PROTOCOL_VERSION, type ProblemCode } from '$lib/wire';
import * as v from 'valibot';
import { AnswerTooLate, NetworkFailed, UnexpectedAnswer } from './errors';
import { RUNNING } from './locks';

const PATH = '/api/devices';
const LIMIT_MS = 20_000;

/** The server said no; the code is the problem's own. */
export class EnrolmentRefused extends DomainError {
	constructor(
		readonly code: ProblemCode,
		readonly detail: string
	) {
		super({ detail });
	}
}

/** What was typed is no enrolment code, or the name is empty or too long. */
export class EnrolmentFormWrong extends DomainError {
	readonly code = 'enrolment-form-wrong';
	constructor(field: string) {
		super({ field });
	}
}

export interface EnrolmentOptions {
	database: LocalDatabase;
	code: string;
	name: string;
	/** The identity this tablet can no longer use: its storage was lost or damaged. What it still holds is carried over. */
	replaces?: NonNullable<EnrolRequest['replaces']> | null;
	/** Origin of the server; where the app came from, unless given. */
	baseUrl?: string;
	fetch?: typeof fetch;
	locks?: LockManager | undefined;
	now?: () => number;
}

/**
 * Makes a key, redeems the code, and keeps the identity. Nothing on the tablet changes unless all of it succeeds.
 * @throws EnrolmentFormWrong, EnrolmentRefused, NetworkFailed, AnswerTooLate, UnexpectedAnswer, UnsentWork, StorageFull, StorageFailed
 */
export async function enrolDevice(options: EnrolmentOptions): Promise<{ identity: Identity; site: Site }> {
	const { database, replaces = null, now = Date.now } = options;
	// Before the code is used up, not after.
	if (!replaces) await refuseUnsentWork(database);
	const keyPair = await generateSigningKey();
	const publicKey = await publicKeyOf(keyPair);
	const form = { code: options.code.trim(), name: options.name.trim(), publicKey, ...(replaces && { replaces }) };
	const request = v.safeParse(EnrolRequest, form);
	if (!request.success) throw new EnrolmentFormWrong(v.getDotPath(request.issues[0]) ?? '');
	const { deviceId, site } = await redeem(options, request.output);
	const enrolledAt = new Date(now()).toISOString();
	const identity = { deviceId, deviceName: request.output.name, siteId: site.id, keyPair, enrolledAt };
	// A run under the old identity must not write its site's documents after this.
	await alone(options, () => becomeDevice(database, identity, site, replaces ? 'carry' : 'refuse'));
	return { identity, site };
}

async function redeem(
	{ baseUrl, fetch: call = fetch }: EnrolmentOptions,
	request: EnrolRequest
): Promise<EnrolResponse> {
	const limit = AbortSignal.timeout(LIMIT_MS);
	let status: number;
	let answer: unknown;
	try {
		const response = await call(new URL(PATH, baseUrl ?? location.origin), {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', 'Countersign-Protocol': String(PROTOCOL_VERSION) },
			body: JSON.stringify(request),
			cache: 'no-store',
			signal: limit
		});
		status = response.status;
		answer = await response.json().catch(() => undefined);
	} catch (error) {
		if (limit.aborted) throw new AnswerTooLate(LIMIT_MS);
		throw new NetworkFailed(error instanceof Error ? error.message : String(error));
	}
	const enrolled = v.safeParse(EnrolResponse, answer);
	if (status >= 200 && status < 300 && enrolled.success) return enrolled.output;
	const problem = v.safeParse(Problem, answer);
	if (problem.success) throw new EnrolmentRefused(problem.output.code, problem.output.detail ?? problem.output.title);
	throw new UnexpectedAnswer(PATH, `status ${status}`);
}

async function alone<T>(options: EnrolmentOptions, run: () => Promise<T>): Promise<T> {
	const locks = 'locks' in options ? options.locks : globalThis.navigator?.locks;
	return locks ? locks.request(RUNNING, run) : run();
}
