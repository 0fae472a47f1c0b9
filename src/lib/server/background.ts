/** What the server does by itself, beside answering: each task over and over, never two runs of it at once in one process. */
import type { Log } from './watch';

export interface Task {
	/** For the log. */
	name: string;
	/** Milliseconds from one run's beginning to the next one's, where nothing wakes it before and it does not take longer. */
	everyMs: number;
	/** Does what is due now. What it throws is logged; the next run tries again. `stopping` is aborted when the server stops. */
	run(stopping: AbortSignal): Promise<void>;
	/** Resolves when what `run` has begun and left going has ended. */
	ended?(): Promise<void>;
}

export class Background {
	readonly #stopping = new AbortController();
	readonly #wakers = new Set<() => void>();
	#running: Promise<unknown> | null = null;

	constructor(
		private readonly log: Log,
		private readonly tasks: readonly Task[]
	) {}

	/** Begins; not before the server can answer, and once. */
	start(): void {
		this.#running ??= Promise.all(this.tasks.map((task) => this.#repeat(task)));
	}

	/** Something changed: whoever waits for their next run begins it now. */
	wake(): void {
		for (const waker of this.#wakers) waker();
	}

	/** Begins nothing more. Resolves when what is under way has ended. */
	async stop(): Promise<void> {
		this.#stopping.abort();
		this.wake();
		await this.#running;
		await Promise.all(this.tasks.map(({ ended }) => ended?.()));
	}

	async #repeat({ name, everyMs, run }: Task): Promise<void> {
		const { signal } = this.#stopping;
		while (!signal.aborted) {
			// A wake during the run may be about something that the run has passed by.
			const pause = this.#pause(everyMs);
			try {
				await run(signal);
			} catch (error) {
				// What a stopping server has closed is no news.
				if (!signal.aborted) this.log.error({ task: name, error }, 'a task of the server failed and is tried again');
			}
			await pause;
		}
	}

	#pause(ms: number): Promise<void> {
		return new Promise((resolve) => {
			const wake = () => {
				clearTimeout(timer);
				this.#wakers.delete(wake);
				resolve();
			};
			// Waiting for its next run is no reason for the process to stay.
			const timer = setTimeout(wake, ms).unref();
			this.#wakers.add(wake);
		});
	}
}
