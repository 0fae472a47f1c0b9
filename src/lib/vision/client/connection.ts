/** One worker's life: requests with a time limit, and one clear end for all of them when it crashes or is stopped. */
import { releaseProxy, wrap, type Remote } from 'comlink';
import { errorOf, VisionWorkerLost } from '../shared/errors';
import type { VisionWorker } from '../shared/protocol';

/** How a worker is started; tests give another. */
export type SpawnWorker = () => Worker;

const SLEPT_MS = 2_000;

export interface CallOptions {
	/** Longest silence allowed, ms: the limit starts again with every answer or progress report of the worker. */
	limitMs: number;
	signal?: AbortSignal;
	/** Told to the worker when `signal` fires, so that a waiting request is not begun. */
	ticket?: string;
}

/** What every worker of ours can do. */
interface Served {
	cancel(ticket: string): void;
}

export class WorkerConnection<W extends Served = VisionWorker> {
	readonly #worker: Worker;
	readonly #remote: Remote<W>;
	readonly #pending = new Set<(error: Error) => void>();
	#lost: VisionWorkerLost | null = null;
	#heardAt = 0;

	constructor(spawn: SpawnWorker) {
		this.#worker = spawn();
		this.#worker.onerror = (event) => this.end('worker', event.message || 'the worker could not be loaded');
		this.#worker.onmessageerror = () => this.end('worker', 'a message could not be read');
		this.#remote = wrap<W>(this.#worker);
	}

	/** Why the worker is gone; null while it serves. */
	get lost(): VisionWorkerLost | null {
		return this.#lost;
	}

	/**
	 * Sends one request.
	 * @throws VisionWorkerLost when the worker ends or stays silent beyond the limit (it is then terminated)
	 * @throws the signal's reason when it fires first
	 * @throws the worker's own errors, as classes
	 */
	call<T>(
		method: string,
		{ limitMs, signal, ticket }: CallOptions,
		send: (remote: Remote<W>, alive: () => void) => Promise<T>
	): Promise<T> {
		if (this.#lost) return Promise.reject(this.#lost);
		if (signal?.aborted) return Promise.reject(signal.reason);
		const sentAt = performance.now();
		return new Promise<T>((resolve, reject) => {
			let timer: ReturnType<typeof setTimeout> | undefined;
			let dueAt = 0;
			const arm = (waitMs: number) => {
				clearTimeout(timer);
				dueAt = performance.now() + waitMs;
				timer = setTimeout(silence, waitMs);
			};
			const silence = () => {
				const now = performance.now();
				const silentMs = now - Math.max(this.#heardAt, sentAt);
				// A timer that comes late tells of a tablet that slept, and its worker with it: not of a worker that hangs.
				if (now - dueAt > SLEPT_MS) arm(limitMs);
				else if (silentMs < limitMs) arm(limitMs - silentMs);
				else this.end(method, `no answer for ${limitMs} ms`);
			};
			const aborted = () => {
				if (ticket !== undefined) void this.#remote.cancel(ticket).catch(() => undefined);
				settle();
				reject(signal?.reason);
			};
			const ended = (error: Error) => {
				settle();
				reject(error);
			};
			const settle = () => {
				clearTimeout(timer);
				this.#pending.delete(ended);
				signal?.removeEventListener('abort', aborted);
			};
			arm(limitMs);
			this.#pending.add(ended);
			signal?.addEventListener('abort', aborted);
			send(this.#remote, () => this.#heard()).then(
				(answer) => {
					this.#heard();
					settle();
					resolve(answer);
				},
				(thrown: unknown) => {
					this.#heard();
					ended(errorOf(method, thrown));
				}
			);
		});
	}

	/** Any word from the worker shows that it does not hang, whichever request it answers. */
	#heard(): void {
		this.#heardAt = performance.now();
	}

	/** Stops the worker; whatever still waits fails with `VisionWorkerLost`. */
	end(method: string, reason: string): void {
		if (this.#lost) return;
		const lost = new VisionWorkerLost(method, reason);
		this.#lost = lost;
		this.#remote[releaseProxy]();
		this.#worker.terminate();
		for (const fail of [...this.#pending]) fail(lost);
	}
}
