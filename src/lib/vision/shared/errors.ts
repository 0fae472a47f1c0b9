/** What can go wrong with the models, one class for each way to recover; they cross the thread as a code with facts. */
import { DomainError } from '$lib/domain/errors';
import * as v from 'valibot';
import type { Backend } from './protocol';

/** The part has not been opened in this worker. The client opens it and asks again. */
export class PackNotOpen extends DomainError {
	readonly code = 'vision-pack-not-open';
	constructor(readonly packId: string) {
		super({ packId });
	}
}

/** An embedding made by another backbone or preprocessing: compute it again from its photo. */
export class OtherEmbeddingVersion extends DomainError {
	readonly code = 'vision-other-embedding-version';
	constructor(
		readonly expected: string,
		readonly got: string
	) {
		super({ expected, got });
	}
}

/** This device or browser cannot run this backend. The client goes on with wasm. */
export class BackendUnavailable extends DomainError {
	readonly code = 'vision-backend-unavailable';
	constructor(
		readonly backend: Backend | 'cpu',
		readonly reason: string
	) {
		super({ backend, reason });
	}
}

/** The backbone's files are neither on the tablet nor on the network, or are not the ones this app was built with. */
export class BackboneUnavailable extends DomainError {
	readonly code = 'vision-backbone-unavailable';
	constructor(readonly reason: string) {
		super({ reason });
	}
}

/** What was asked cannot be done with what was given, now or later. */
export class VisionRequestRefused extends DomainError {
	readonly code = 'vision-request-refused';
	constructor(
		readonly method: string,
		readonly reason: string
	) {
		super({ method, reason });
	}
}

/** The worker died or went silent. Nothing a person has confirmed is lost: the next use starts a new one. */
export class VisionWorkerLost extends DomainError {
	readonly code = 'vision-worker-lost';
	constructor(
		readonly method: string,
		readonly reason: string
	) {
		super({ method, reason });
	}
}

/** An error as it crosses the thread: structured cloning would keep an error's message and drop its class and facts. */
const Failure = v.object({
	code: v.string(),
	facts: v.record(v.string(), v.union([v.string(), v.number()]))
});
export type Failure = v.InferOutput<typeof Failure>;

/** What the worker throws across the thread in place of `error`. */
export function failureOf(method: string, error: unknown): Failure {
	const known =
		error instanceof DomainError
			? error
			: new VisionRequestRefused(method, error instanceof Error ? error.message : String(error));
	return { code: known.code, facts: { ...known.facts } };
}

/** The error again, on the page's side. */
export function errorOf(method: string, thrown: unknown): Error {
	const parsed = v.safeParse(Failure, thrown);
	if (!parsed.success) {
		return thrown instanceof Error ? thrown : new VisionRequestRefused(method, String(thrown));
	}
	const { code, facts } = parsed.output;
	const text = (name: string) => String(facts[name] ?? '');
	switch (code) {
		case 'vision-pack-not-open':
			return new PackNotOpen(text('packId'));
		case 'vision-other-embedding-version':
			return new OtherEmbeddingVersion(text('expected'), text('got'));
		case 'vision-backend-unavailable':
			return new BackendUnavailable(backendNamed(text('backend')), text('reason'));
		case 'vision-backbone-unavailable':
			return new BackboneUnavailable(text('reason'));
		default:
			return new VisionRequestRefused(text('method') || method, text('reason') || JSON.stringify({ code, ...facts }));
	}
}

function backendNamed(name: string): Backend | 'cpu' {
	return name === 'webgl' || name === 'webgpu' || name === 'cpu' ? name : 'wasm';
}
