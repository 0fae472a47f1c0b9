/** One thing at a time in the worker, and a person who waits for a suggestion goes first. */

export type Urgency = 'person-waits' | 'background';

interface Job {
	ticket: string | null;
	run(): Promise<void>;
	drop(): void;
}

/** The caller took the request back before it began. */
export class Cancelled extends Error {
	override readonly name = 'Cancelled';
}

/**
 * A serial queue with two lanes. Jobs of a lane run in order; `person-waits` goes before waiting `background` jobs, and in
 * between the steps of a running one whenever that calls `breathe`.
 */
export class SerialQueue {
	readonly #lanes: Record<Urgency, Job[]> = { 'person-waits': [], background: [] };
	#running = false;

	/** Runs `work` when its turn comes. `ticket` names it for `cancel`. Rejects with what `work` throws, or `Cancelled`. */
	add<T>(urgency: Urgency, work: () => Promise<T>, ticket: string | null = null): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			this.#lanes[urgency].push({
				ticket,
				run: () => work().then(resolve, reject),
				drop: () => reject(new Cancelled())
			});
			void this.#drain();
		});
	}

	/** Takes a job back that has not begun; one that runs is left to finish. Returns whether there was one. */
	cancel(ticket: string): boolean {
		for (const lane of Object.values(this.#lanes)) {
			const index = lane.findIndex((job) => job.ticket === ticket);
			const [job] = index < 0 ? [] : lane.splice(index, 1);
			if (job) {
				job.drop();
				return true;
			}
		}
		return false;
	}

	/** For a long background job, between its steps: lets messages arrive and runs what a person waits for. */
	async breathe(): Promise<void> {
		await nextMacrotask();
		for (let job = this.#lanes['person-waits'].shift(); job; job = this.#lanes['person-waits'].shift()) await job.run();
	}

	async #drain(): Promise<void> {
		if (this.#running) return;
		this.#running = true;
		for (let job = this.#next(); job; job = this.#next()) await job.run();
		this.#running = false;
	}

	#next(): Job | undefined {
		return this.#lanes['person-waits'].shift() ?? this.#lanes.background.shift();
	}
}

/** A message to oneself: unlike `setTimeout`, browsers do not hold it back for 4 ms or, in a hidden page, a second. */
function nextMacrotask(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}
