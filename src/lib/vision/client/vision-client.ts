/** The page's side of the models: one worker, started when first needed, stopped when long unused, replaced when it fails. */
import type { Frame } from '$lib/domain/site';
import type { UsabilityIssue } from '$lib/domain/suggestion';
import { proxy, transfer } from 'comlink';
import { BackendUnavailable, PackNotOpen, VisionWorkerLost } from '../shared/errors';
import type { Backend, Embedding, Example, PackState, Progress, Started, SuggestionResult } from '../shared/protocol';
import { fastest, withoutBackend, type BackendRecord } from './backend-choice';
import { WorkerConnection, type SpawnWorker } from './connection';
import { measureBackends } from './trials';

/** Longest silence of a request before the worker counts as hung, ms. Warming up a graphics chip takes longest. */
const LIMITS = { start: 45_000, openPack: 30_000, learn: 30_000, embed: 20_000, suggest: 10_000 };
const STOP_AFTER_IDLE_MS = 5 * 60_000;
/** Backends are measured in a pause of the work, not while somebody waits. */
const MEASURE_AFTER_IDLE_MS = 3_000;

/** What a part's pack is made from. `examples` is asked again whenever a new worker has to learn the part. */
export interface PackSource {
	classes: string[];
	examples(): Promise<Example[]>;
}

/** Where this device keeps what it measured. */
export interface BackendMemory {
	read(): Promise<BackendRecord | null>;
	write(record: BackendRecord): Promise<void>;
}

export interface VisionClientOptions {
	spawn: SpawnWorker;
	/** Address of the folder with the backbone's files. */
	backbone: string;
	appVersion: string;
	userAgent: string;
	memory: BackendMemory;
}

export interface RequestOptions {
	signal?: AbortSignal;
	progress?: Progress;
}

/** A worker that is ready, and the packs it has learned. */
interface Live {
	connection: WorkerConnection;
	started: Started;
	packs: Map<string, { source: PackSource; opening: Promise<PackState> }>;
}

export class VisionClient {
	readonly #options: VisionClientOptions;
	readonly #sources = new Map<string, PackSource>();
	#live: Promise<Live> | null = null;
	#record: BackendRecord | null = null;
	#tickets = 0;
	#busy = 0;
	#measuring = false;
	#timers: ReturnType<typeof setTimeout>[] = [];

	constructor(options: VisionClientOptions) {
		this.#options = options;
	}

	/** Makes sure that a worker runs with backend and backbone loaded and warm. */
	start(): Promise<Started> {
		return this.#use(({ started }) => Promise.resolve(started));
	}

	/** To be called when a part is scanned: afterwards its first suggestion takes no longer than the next. */
	warmUp(packId: string): Promise<PackState> {
		return this.#use((live) => this.#packIn(live, packId, {}));
	}

	/**
	 * Makes a part known, or known anew from other examples.
	 * @throws OtherEmbeddingVersion when an example was made by another backbone or preprocessing
	 */
	openPack(packId: string, source: PackSource, options: RequestOptions = {}): Promise<PackState> {
		// A source of its own for each call: a pack opened from another one is opened anew.
		this.#sources.set(packId, { ...source });
		return this.#use((live) => this.#packIn(live, packId, options));
	}

	/** Adds a confirmed capture. Store it first: a worker started later learns from the source. @throws PackNotOpen */
	learn(packId: string, example: Example): Promise<PackState> {
		return this.#inPack(packId, ({ connection }) =>
			connection.call('learn', { limitMs: LIMITS.learn }, (remote) => remote.learn(packId, example))
		);
	}

	/** Takes a confirmed capture back out. Remove it from the source first. @throws PackNotOpen */
	forget(packId: string, captureId: string): Promise<PackState> {
		return this.#inPack(packId, ({ connection }) =>
			connection.call('forget', { limitMs: LIMITS.learn }, (remote) => remote.forget(packId, captureId))
		);
	}

	/** What the backbone sees in a picture. The picture is closed. */
	embed(picture: ImageBitmap, frame: Frame, { signal }: RequestOptions = {}): Promise<Embedding> {
		return this.#withPicture(picture, (live, bitmap) => {
			const ticket = this.#ticket();
			return live.connection.call('embed', { limitMs: LIMITS.embed, signal, ticket }, (remote) =>
				remote.embed(transfer(bitmap, [bitmap]), frame, ticket)
			);
		});
	}

	/**
	 * What the models make of a picture of a part. The picture is closed. On a graphics backend that fails here, the answer comes
	 * from wasm, and that backend is not used on this device again.
	 * @throws PackNotOpen, VisionWorkerLost, or the signal's reason
	 */
	suggest(
		packId: string,
		picture: ImageBitmap,
		frame: Frame,
		{ signal }: RequestOptions = {}
	): Promise<SuggestionResult> {
		return this.#withPicture(picture, async (live, bitmap) => {
			// The opening is shared: who takes back a suggestion leaves it to whoever comes next.
			await this.#packIn(live, packId, {});
			const ticket = this.#ticket();
			return live.connection.call('suggest', { limitMs: LIMITS.suggest, signal, ticket }, (remote) =>
				remote.suggest(packId, transfer(bitmap, [bitmap]), frame, ticket)
			);
		});
	}

	/**
	 * What would be wrong with a live picture as a capture; null when the models are busy or not started: a hint is never waited
	 * for, and keeps no worker alive. The picture is closed.
	 */
	async check(picture: ImageBitmap, frame: Frame): Promise<UsabilityIssue[] | null> {
		const live = this.#busy === 0 && this.#live ? await this.#live.catch(() => null) : null;
		if (!live || live.connection.lost) {
			picture.close();
			return null;
		}
		return live.connection.call('check', { limitMs: LIMITS.embed }, (remote) =>
			remote.check(transfer(picture, [picture]), frame)
		);
	}

	/** Ends the worker; the next use starts one. */
	stop(): void {
		this.#clearTimers();
		const live = this.#live;
		this.#live = null;
		live?.then(
			({ connection }) => connection.end('stop', 'stopped'),
			() => undefined
		);
	}

	#inPack<T>(packId: string, work: (live: Live) => Promise<T>): Promise<T> {
		return this.#use(async (live) => {
			await this.#packIn(live, packId, {});
			return work(live);
		});
	}

	#packIn(live: Live, packId: string, { signal, progress }: RequestOptions): Promise<PackState> {
		const source = this.#sources.get(packId);
		if (!source) return Promise.reject(new PackNotOpen(packId));
		const known = live.packs.get(packId);
		if (known?.source === source) return known.opening;
		const ticket = this.#ticket();
		const opening = source.examples().then((examples) =>
			live.connection.call('openPack', { limitMs: LIMITS.openPack, signal, ticket }, (remote, alive) => {
				const report = proxy((done: number, total: number) => {
					alive();
					progress?.(done, total);
				});
				return remote.openPack(packId, source.classes, examples, report, ticket);
			})
		);
		live.packs.set(packId, { source, opening });
		opening.catch(() => {
			if (live.packs.get(packId)?.opening === opening) live.packs.delete(packId);
		});
		return opening;
	}

	/** A picture is gone once it has been handed over: for a backend that may fail, a copy is kept to ask wasm with. */
	async #withPicture<T>(picture: ImageBitmap, work: (live: Live, picture: ImageBitmap) => Promise<T>): Promise<T> {
		let handedOver = false;
		const send = (live: Live, bitmap: ImageBitmap) => {
			handedOver ||= bitmap === picture;
			return work(live, bitmap);
		};
		try {
			const backend = await this.#use(({ started }) => Promise.resolve(started.backend));
			if (backend === 'wasm') return await this.#use((live) => send(live, picture));
			const copy = await createImageBitmap(picture);
			try {
				return await this.#use((live) => send(live, copy));
			} catch (error) {
				if (!(error instanceof VisionWorkerLost)) throw error;
				return await this.#use((live) => send(live, picture));
			} finally {
				copy.close();
			}
		} finally {
			if (!handedOver) picture.close();
		}
	}

	/** Runs a request on a live worker; a graphics backend that takes its worker down with it is given up. */
	async #use<T>(work: (live: Live) => Promise<T>): Promise<T> {
		this.#busy++;
		this.#clearTimers();
		try {
			const live = await this.#ensureLive();
			try {
				return await work(live);
			} catch (error) {
				if (error instanceof VisionWorkerLost && error.reason !== 'stopped') await this.#giveUp(live.started.backend);
				throw error;
			}
		} finally {
			this.#busy--;
			if (this.#busy === 0) this.#setTimers();
		}
	}

	async #ensureLive(): Promise<Live> {
		const current = this.#live;
		if (current) {
			const live = await current;
			if (!live.connection.lost) return live;
			if (this.#live === current) this.#live = null;
			return this.#ensureLive();
		}
		const starting = this.#begin();
		this.#live = starting;
		starting.catch(() => {
			if (this.#live === starting) this.#live = null;
		});
		return starting;
	}

	async #begin(): Promise<Live> {
		this.#record ??= await this.#readRecord();
		const backend = this.#record?.backend ?? 'wasm';
		try {
			return await this.#connect(backend);
		} catch (error) {
			const recoverable = error instanceof VisionWorkerLost || error instanceof BackendUnavailable;
			if (backend === 'wasm' || !recoverable) throw error;
			await this.#giveUp(backend);
			return this.#connect('wasm');
		}
	}

	async #connect(backend: Backend): Promise<Live> {
		const connection = new WorkerConnection(this.#options.spawn);
		try {
			const { backbone } = this.#options;
			const started = await connection.call('start', { limitMs: LIMITS.start }, (remote) =>
				remote.start({ backend, backbone })
			);
			// What was measured with another backbone says nothing about this one.
			if (this.#record && this.#record.backboneHash !== started.backboneHash) this.#record = null;
			return { connection, started, packs: new Map() };
		} catch (error) {
			connection.end('start', 'it did not start');
			throw error;
		}
	}

	async #readRecord(): Promise<BackendRecord | null> {
		const { memory, appVersion, userAgent } = this.#options;
		const record = await memory.read();
		return record?.appVersion === appVersion && record.userAgent === userAgent ? record : null;
	}

	async #giveUp(backend: Backend): Promise<void> {
		if (backend === 'wasm' || this.#record?.backend !== backend) return;
		this.#record = withoutBackend(this.#record, backend);
		await this.#options.memory.write(this.#record);
	}

	#setTimers(): void {
		const measure = () => void this.#measure();
		this.#timers = [setTimeout(measure, MEASURE_AFTER_IDLE_MS), setTimeout(() => this.stop(), STOP_AFTER_IDLE_MS)];
	}

	#clearTimers(): void {
		this.#timers.forEach(clearTimeout);
		this.#timers = [];
	}

	/** Once a device and version: the fastest backend serves from the worker's next start on, not in the middle of the work. */
	async #measure(): Promise<void> {
		const current = this.#live;
		if (this.#record || this.#measuring || !current) return;
		this.#measuring = true;
		try {
			const { backboneHash } = (await current).started;
			const { spawn, backbone, appVersion, userAgent, memory } = this.#options;
			const measurements = await measureBackends(spawn, backbone);
			if (measurements.length === 0) return;
			this.#record = { appVersion, userAgent, backboneHash, backend: fastest(measurements), measurements };
			await memory.write(this.#record);
		} catch {
			// Without a measurement wasm serves, and the next pause tries again.
		} finally {
			this.#measuring = false;
		}
	}

	#ticket(): string {
		this.#tickets++;
		return String(this.#tickets);
	}
}
