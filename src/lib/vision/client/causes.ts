/** The page's door to the model of fault causes: open, rank, learn, stop. To be imported where a fault is looked at, not before. */
import type { CauseModelState, CauseRanking, FaultCase, FaultFacts, FaultKnowledge } from '$lib/domain/fault/causes';
import { proxy } from 'comlink';
import type { CauseWorker } from '../shared/causes';
import { VisionRequestRefused } from '../shared/errors';
import { WorkerConnection, type SpawnWorker } from './connection';
import type { RequestOptions } from './vision-client';

export { VisionRequestRefused, VisionWorkerLost } from '../shared/errors';

/** Longest silence of a request before the worker counts as hung, ms. Loading TensorFlow.js takes longest. */
const LIMITS = { open: 30_000, learn: 30_000, rank: 10_000 };
const STOP_AFTER_IDLE_MS = 5 * 60_000;

/** Asked again whenever a new worker has to learn. */
export type KnowledgeSource = () => Promise<FaultKnowledge>;

interface Live {
	connection: WorkerConnection<CauseWorker>;
	/** Ready to rank by the site's table. */
	ready: Promise<unknown>;
	/** Has learned all the cases. */
	learned: Promise<CauseModelState>;
}

export class CausesClient {
	readonly #spawn: SpawnWorker;
	#source: KnowledgeSource | null = null;
	#live: Live | null = null;
	#tickets = 0;
	#busy = 0;
	#idle: ReturnType<typeof setTimeout> | undefined;

	constructor(spawn: SpawnWorker) {
		this.#spawn = spawn;
	}

	/**
	 * Makes the site's faults known, or known anew. Resolves when all cases are learned; `rank` need not wait for that and answers
	 * from the site's table until then.
	 */
	open(source: KnowledgeSource, { progress }: Pick<RequestOptions, 'progress'> = {}): Promise<CauseModelState> {
		this.#source = source;
		return this.#use(() => this.#begin(source, progress).learned);
	}

	/**
	 * The causes of a fault, the most probable first.
	 * @throws VisionRequestRefused before `open`, VisionWorkerLost, or the signal's reason
	 */
	rank(facts: FaultFacts, { signal }: Pick<RequestOptions, 'signal'> = {}): Promise<CauseRanking> {
		return this.#use(async () => {
			const { connection, ready } = this.#alive();
			await ready;
			const ticket = this.#ticket();
			return connection.call('rankCauses', { limitMs: LIMITS.rank, signal, ticket }, (remote) =>
				remote.rankCauses(facts, ticket)
			);
		});
	}

	/** Adds a confirmed case, or replaces it. Store it first: a worker started later learns from the source. @throws as `rank` */
	learn(confirmed: FaultCase): Promise<CauseModelState> {
		return this.#afterLearning((connection) =>
			connection.call('learnCause', { limitMs: LIMITS.learn }, (remote) => remote.learnCause(confirmed))
		);
	}

	/** Takes a case back out, such as one whose repair did not help. Remove it from the source first. @throws as `rank` */
	forget(reportId: string): Promise<CauseModelState> {
		return this.#afterLearning((connection) =>
			connection.call('forgetCause', { limitMs: LIMITS.learn }, (remote) => remote.forgetCause(reportId))
		);
	}

	/** Ends the worker; the next use starts one. */
	stop(): void {
		clearTimeout(this.#idle);
		this.#live?.connection.end('stop', 'stopped');
		this.#live = null;
	}

	#afterLearning<T>(work: (connection: WorkerConnection<CauseWorker>) => Promise<T>): Promise<T> {
		return this.#use(async () => {
			const { connection, learned } = this.#alive();
			await learned;
			return work(connection);
		});
	}

	#alive(): Live {
		const source = this.#source;
		if (!source) throw new VisionRequestRefused('causes', 'not opened');
		return this.#live && !this.#live.connection.lost ? this.#live : this.#begin(source);
	}

	#begin(source: KnowledgeSource, progress?: RequestOptions['progress']): Live {
		const connection =
			this.#live && !this.#live.connection.lost
				? this.#live.connection
				: new WorkerConnection<CauseWorker>(this.#spawn);
		const known = source();
		const ready = known.then(({ catalogue }) =>
			connection.call('openCauses', { limitMs: LIMITS.open }, (remote) => remote.openCauses(catalogue))
		);
		const learned = Promise.all([known, ready]).then(([{ cases }]) => {
			const ticket = this.#ticket();
			return connection.call('learnCauses', { limitMs: LIMITS.learn, ticket }, (remote, alive) => {
				const report = proxy((done: number, total: number) => {
					alive();
					progress?.(done, total);
				});
				return remote.learnCauses([...cases], report, ticket);
			});
		});
		// Whoever asks meets the failure; nobody has to.
		learned.catch(() => undefined);
		const live = { connection, ready, learned };
		ready.catch(() => {
			if (this.#live === live) this.stop();
		});
		this.#live = live;
		return live;
	}

	async #use<T>(work: () => Promise<T>): Promise<T> {
		this.#busy++;
		clearTimeout(this.#idle);
		try {
			return await work();
		} finally {
			this.#busy--;
			if (this.#busy === 0 && this.#live) this.#idle = setTimeout(() => this.stop(), STOP_AFTER_IDLE_MS);
		}
	}

	#ticket(): string {
		this.#tickets++;
		return String(this.#tickets);
	}
}

/** A client for this browser. Nothing is loaded before its first use. */
export function createCausesClient(): CausesClient {
	return new CausesClient(
		() => new Worker(new URL('../worker/index.ts', import.meta.url), { type: 'module', name: 'causes' })
	);
}
