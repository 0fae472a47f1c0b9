import type { Frame } from '$lib/domain/site';
import { expose } from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PackNotOpen, VisionWorkerLost } from '../shared/errors';
import type { Backend, Embedding, Example, VisionWorker } from '../shared/protocol';
import type { BackendRecord } from './backend-choice';
import { VisionClient } from './vision-client';

const FRAME: Frame = { x: 0, y: 0, width: 1, height: 1 };
const EMBEDDING: Embedding = { rows: 1, columns: 1, patches: Uint8Array.of(1), scale: 1, offset: 0, version: 'v1' };
const never = () => new Promise<never>(() => undefined);

/** A worker's far side, with a real message channel between. */
class FakeWorker {
	onerror: ((event: { message: string }) => void) | null = null;
	onmessageerror: (() => void) | null = null;
	terminated = false;
	readonly taught: string[] = [];
	readonly #ports = new MessageChannel();
	backend: Backend = 'wasm';

	constructor(overrides: Partial<VisionWorker> = {}) {
		const examples = new Map<string, number>();
		const state = (packId: string) => ({ packId, examples: { good: examples.get(packId) ?? 0 }, tookMs: 1 });
		const worker: Partial<VisionWorker> = {
			start: async ({ backend }) => {
				this.backend = backend;
				return { backend, backboneId: 'b', backboneHash: 'h', embeddingVersion: 'v1' };
			},
			openPack: async (packId, _classes, list) => {
				examples.set(packId, list.length);
				this.taught.push(`open ${packId} ${list.length}`);
				return state(packId);
			},
			learn: async (packId, { captureId }) => {
				this.taught.push(`learn ${captureId}`);
				return state(packId);
			},
			embed: async () => EMBEDDING,
			cancel: () => undefined,
			...overrides
		};
		expose(worker, this.#ports.port2);
	}

	addEventListener(...given: Parameters<MessagePort['addEventListener']>) {
		this.#ports.port1.addEventListener(...given);
		this.#ports.port1.start();
	}
	removeEventListener(...given: Parameters<MessagePort['removeEventListener']>) {
		this.#ports.port1.removeEventListener(...given);
	}
	postMessage(message: unknown, transfer: Transferable[] = []) {
		this.#ports.port1.postMessage(message, transfer);
	}
	terminate() {
		this.terminated = true;
		this.#ports.port1.close();
	}
}

function setUp(workers: FakeWorker[], stored: BackendRecord | null = null) {
	const started: FakeWorker[] = [];
	let record = stored;
	const client = new VisionClient({
		spawn: () => {
			const worker = workers[started.length] ?? new FakeWorker();
			started.push(worker);
			return worker as unknown as Worker;
		},
		backbone: 'http://localhost/models/backbone',
		appVersion: '1',
		userAgent: 'test',
		memory: { read: async () => record, write: async (next) => void (record = next) }
	});
	return { client, started, record: () => record };
}

const example: Example = { captureId: 'c1', class: 'good', embedding: EMBEDDING };
const oneGood = { classes: ['good'], examples: async () => [example] };
const webglRecord: BackendRecord = {
	appVersion: '1',
	userAgent: 'test',
	backboneHash: 'h',
	backend: 'webgl',
	measurements: [
		{ backend: 'wasm', medianMs: 30, difference: 0 },
		{ backend: 'webgl', medianMs: 9, difference: 0 }
	]
};

describe('the vision client', () => {
	afterEach(() => void vi.useRealTimers());

	it('starts one worker for many requests, and only when something is asked', async () => {
		const { client, started } = setUp([]);
		expect(started).toHaveLength(0);
		await Promise.all([client.openPack('p', oneGood), client.start(), client.warmUp('p')]);
		expect(started).toHaveLength(1);
		expect(started[0]?.taught).toEqual(['open p 1']);
		client.stop();
	});

	it('learns a part again by itself after the worker crashed', async () => {
		const { client, started } = setUp([]);
		await client.openPack('p', oneGood);
		started[0]?.onerror?.({ message: 'out of memory' });
		await client.learn('p', example);
		expect(started).toHaveLength(2);
		expect(started[1]?.taught).toEqual(['open p 1', 'learn c1']);
		client.stop();
	});

	it('fails what waits, with the reason, when the worker crashes', async () => {
		const { client, started } = setUp([new FakeWorker({ learn: never })]);
		await client.openPack('p', oneGood);
		const waiting = client.learn('p', example);
		const outcome = expect(waiting).rejects.toMatchObject({
			code: 'vision-worker-lost',
			facts: { reason: 'out of memory' }
		});
		await vi.waitFor(() => expect(started).toHaveLength(1));
		started[0]?.onerror?.({ message: 'out of memory' });
		await outcome;
		client.stop();
	});

	it('uses the backend measured best, and goes back to wasm for good when it hangs at the start', async () => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
		const hung = new FakeWorker({ start: never });
		const { client, started, record } = setUp([hung], webglRecord);
		const starting = client.start();
		await vi.waitFor(async () => {
			await vi.advanceTimersByTimeAsync(10_000);
			expect(started).toHaveLength(2);
		});
		expect(await starting).toMatchObject({ backend: 'wasm' });
		expect(hung.terminated).toBe(true);
		expect(record()).toMatchObject({ backend: 'wasm', measurements: [{ medianMs: 30 }, { medianMs: null }] });
		client.stop();
	});

	it('asks wasm with the same picture when a graphics backend dies over it', async () => {
		const dying = new FakeWorker({ embed: never });
		const { client, started, record } = setUp([dying], webglRecord);
		await client.start();
		const picture = Object.assign(new MessageChannel().port1, { width: 1, height: 1 });
		vi.stubGlobal('createImageBitmap', async () => Object.assign(new MessageChannel().port1, { width: 1, height: 1 }));
		const embedding = client.embed(picture as unknown as ImageBitmap, FRAME);
		await new Promise((resolve) => setImmediate(resolve));
		dying.onerror?.({ message: 'context lost' });
		expect(await embedding).toEqual(EMBEDDING);
		expect(started.map(({ backend }) => backend)).toEqual(['webgl', 'wasm']);
		expect(record()?.backend).toBe('wasm');
		vi.unstubAllGlobals();
		client.stop();
	});

	it('ignores what was measured by another version of the app', async () => {
		const { client } = setUp([], { ...webglRecord, appVersion: '0' });
		expect(await client.start()).toMatchObject({ backend: 'wasm' });
		client.stop();
	});

	it('says which part was never opened', async () => {
		const { client } = setUp([]);
		await expect(client.learn('p', example)).rejects.toBeInstanceOf(PackNotOpen);
		client.stop();
	});

	it('lets go at once when the person has moved on, and tells the worker', async () => {
		const cancelled: string[] = [];
		const { client } = setUp([new FakeWorker({ embed: never, cancel: (ticket) => void cancelled.push(ticket) })]);
		await client.start();
		const controller = new AbortController();
		const picture = Object.assign(new MessageChannel().port1, { width: 1, height: 1 });
		const asked = client.embed(picture as unknown as ImageBitmap, FRAME, { signal: controller.signal });
		await new Promise((resolve) => setImmediate(resolve));
		controller.abort();
		await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
		await vi.waitFor(() => expect(cancelled).toHaveLength(1));
		client.stop();
	});

	it('ends the worker when asked, and starts one at the next use', async () => {
		const { client, started } = setUp([new FakeWorker({ learn: never })]);
		await client.openPack('p', oneGood);
		const waiting = expect(client.learn('p', example)).rejects.toBeInstanceOf(VisionWorkerLost);
		await new Promise((resolve) => setImmediate(resolve));
		client.stop();
		await waiting;
		expect(started[0]?.terminated).toBe(true);
		await client.warmUp('p');
		expect(started).toHaveLength(2);
		client.stop();
	});
});
