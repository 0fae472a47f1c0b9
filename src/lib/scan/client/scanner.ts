/** One lazy scan worker: started at the first use, started again after a crash, stopped when long unused. */
import type { Remote } from 'comlink';
import type { Effort, Reading, ScanWorker } from '../shared/protocol';
import { ScanWorkerCrashed } from './errors';

/** Unused for this long the worker is stopped, ms: it holds tens of megabytes that the models can use. */
const STOP_AFTER_MS = 120_000;

/** What speaks with the worker: it comes with the first picture, when the page can be used already. */
const loadComlink = () => import('comlink');

interface Running {
	worker: Worker;
	remote: Remote<ScanWorker>;
	/** Rejects when the worker ends; calls under way would otherwise never settle. */
	ended: Promise<never>;
	end(reason: Error): void;
}

export class Scanner {
	readonly #open: () => Worker;
	#running: Running | null = null;
	#idleTimer: ReturnType<typeof setTimeout> | undefined;
	#underWay = 0;

	/** @param open starts the worker; given by tests only */
	constructor(open: () => Worker = openScanWorker) {
		this.#open = open;
	}

	/**
	 * Loads the decoders ahead of the first picture.
	 * @throws ScanWorkerCrashed
	 */
	async start(): Promise<{ decoders: Reading['decoder'][] }> {
		return this.#call((remote) => remote.start());
	}

	/**
	 * Reads one picture (RGBA); its buffer is gone afterwards. Null on a miss.
	 * @throws ScanWorkerCrashed; the signal's reason once it is aborted
	 */
	async read(picture: ImageData, effort: Effort, signal?: AbortSignal): Promise<Reading | null> {
		signal?.throwIfAborted();
		const { transfer } = await loadComlink();
		const reading = await this.#call((remote) => remote.read(transfer(picture, [picture.data.buffer]), effort));
		signal?.throwIfAborted();
		return reading;
	}

	/** Ends the worker; reads under way are rejected with an AbortError. The next use starts another. */
	stop(): void {
		this.#running?.end(new DOMException('The scanner was stopped', 'AbortError'));
	}

	async #call<Result>(ask: (remote: Remote<ScanWorker>) => Promise<Result>): Promise<Result> {
		clearTimeout(this.#idleTimer);
		this.#underWay++;
		try {
			const { wrap } = await loadComlink();
			const { remote, ended } = (this.#running ??= this.#run((worker) => wrap<ScanWorker>(worker)));
			return await Promise.race([ask(remote), ended]);
		} finally {
			this.#underWay--;
			if (this.#underWay === 0) this.#idleTimer = setTimeout(() => this.stop(), STOP_AFTER_MS);
		}
	}

	#run(speakWith: (worker: Worker) => Remote<ScanWorker>): Running {
		const worker = this.#open();
		let reject: (reason: Error) => void = () => undefined;
		const ended = new Promise<never>((_, fail) => (reject = fail));
		// Whoever waits hears of it through the race; with nobody waiting there is nobody to tell.
		ended.catch(() => undefined);
		const end = (reason: Error) => {
			clearTimeout(this.#idleTimer);
			if (this.#running?.worker === worker) this.#running = null;
			worker.terminate();
			reject(reason);
		};
		const crash = (message: string, file: string | null, line: number | null) =>
			end(new ScanWorkerCrashed({ message, file, line }));
		worker.addEventListener('error', (event) => {
			event.preventDefault();
			crash(event.message || 'it could not be loaded', event.filename || null, event.lineno || null);
		});
		worker.addEventListener('messageerror', () => crash('it sent something unreadable', null, null));
		return { worker, remote: speakWith(worker), ended, end };
	}
}

function openScanWorker(): Worker {
	return new Worker(new URL('../worker/index.ts', import.meta.url), { type: 'module', name: 'scan' });
}
