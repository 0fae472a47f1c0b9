/** What the server does by itself, again and again while it runs. Several servers may do the same: each job sees to it that nothing happens twice. */
import type { Core } from '../core';
import { readSite } from '../ledger';

/** Does what there is to be done at a site. */
export type Job = (site: string) => Promise<unknown>;

/** People look at a countdown to its last second. */
const EVERY_MS = 1_000;

export class Jobs {
	#timer: NodeJS.Timeout | null = null;
	#isStopped = true;

	constructor(
		private readonly core: Pick<Core, 'db' | 'log'>,
		private readonly jobs: Readonly<Record<string, Job>>
	) {}

	/** Begins at once; the next round comes a second after the one before has ended. */
	start(): void {
		this.#isStopped = false;
		void this.#round();
	}

	/** What is under way may still fail, which nobody is told then. */
	stop(): void {
		this.#isStopped = true;
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
	}

	/** Does everything once. One job that fails keeps no other from its turn, and is tried again in the next round. */
	async runOnce(): Promise<void> {
		const site = await readSite(this.core.db);
		if (!site) return;
		for (const [name, job] of Object.entries(this.jobs)) {
			try {
				await job(site.id);
			} catch (error) {
				if (!this.#isStopped) this.core.log.warn({ error, job: name }, 'a job of the server failed');
			}
		}
	}

	async #round(): Promise<void> {
		try {
			await this.runOnce();
		} catch (error) {
			if (!this.#isStopped) this.core.log.warn({ error }, 'the jobs of the server could not begin');
		}
		if (this.#isStopped) return;
		this.#timer = setTimeout(() => void this.#round(), EVERY_MS);
		this.#timer.unref();
	}
}
