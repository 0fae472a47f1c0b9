import { expose } from 'comlink';
import { describe, expect, it } from 'vitest';
import type { CauseRanking, FaultCase, FaultFacts } from '$lib/domain/fault/causes';
import type { CauseWorker } from '../shared/causes';
import { VisionRequestRefused } from '../shared/errors';
import { CausesClient } from './causes';

const CATALOGUE = { version: 1, symptoms: [], causes: [], signs: [] };
const FACTS: FaultFacts = {
	assetKind: null,
	assetAgeYears: null,
	symptoms: [],
	codes: [],
	text: '',
	componentAgeDays: {},
	photo: null
};
const CASE: FaultCase = { reportId: 'r1', facts: FACTS, causeId: 'belt', confirmedAt: '', weight: 1 };

/** A worker's far side, with a real message channel between; it says how many cases it knew when it was asked. */
class FakeWorker {
	onerror: ((event: { message: string }) => void) | null = null;
	onmessageerror: (() => void) | null = null;
	readonly heard: string[] = [];
	readonly #ports = new MessageChannel();
	#known: string[] = [];
	/** Learning waits for this. */
	#mayLearn: Promise<null>;

	constructor(mayLearn: Promise<null> = Promise.resolve(null)) {
		this.#mayLearn = mayLearn;
		const state = (what: string) => {
			this.heard.push(what);
			return { cases: this.#known.length, checkedOn: 0, catalogueVersion: 1, tookMs: 1 };
		};
		const worker: CauseWorker = {
			openCauses: async () => state('open'),
			learnCauses: async (cases, progress) => {
				progress?.(0, cases.length);
				await this.#mayLearn;
				this.#known = cases.map(({ reportId }) => reportId);
				return state(`learn ${cases.length}`);
			},
			learnCause: async ({ reportId }) => {
				this.#known.push(reportId);
				return state(`learn ${reportId}`);
			},
			forgetCause: async (reportId) => {
				this.#known = this.#known.filter((id) => id !== reportId);
				return state(`forget ${reportId}`);
			},
			rankCauses: async () => {
				const cases = this.#known.length;
				return { model: { cases } } as CauseRanking;
			},
			cancel: () => undefined
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
		this.#ports.port1.close();
	}
}

function setUp(workers: FakeWorker[] = []) {
	const started: FakeWorker[] = [];
	const client = new CausesClient(() => {
		const worker = workers[started.length] ?? new FakeWorker();
		started.push(worker);
		return worker as unknown as Worker;
	});
	return { client, started };
}

const oneCase = async () => ({ catalogue: CATALOGUE, cases: [CASE] });

describe('the door to the model of fault causes', () => {
	it('ranks by the table while the cases are still being learned', async () => {
		const gate = Promise.withResolvers<null>();
		const { client } = setUp([new FakeWorker(gate.promise)]);
		const opened = client.open(oneCase);
		expect((await client.rank(FACTS)).model.cases).toBe(0);
		gate.resolve(null);
		expect((await opened).cases).toBe(1);
		expect((await client.rank(FACTS)).model.cases).toBe(1);
		client.stop();
	});

	it('tells how far learning is', async () => {
		const { client } = setUp();
		const heard = Promise.withResolvers<[number, number]>();
		await client.open(oneCase, { progress: (done, total) => heard.resolve([done, total]) });
		expect(await heard.promise).toEqual([0, 1]);
		client.stop();
	});

	it('learns a confirmed case only after those before it, and forgets one', async () => {
		const { client, started } = setUp();
		void client.open(oneCase);
		await client.learn({ ...CASE, reportId: 'r2' });
		await client.forget('r1');
		expect(started[0]?.heard).toEqual(['open', 'learn 1', 'learn r2', 'forget r1']);
		client.stop();
	});

	it('learns everything again by itself after the worker crashed', async () => {
		const { client, started } = setUp();
		await client.open(oneCase);
		started[0]?.onerror?.({ message: 'out of memory' });
		await client.learn({ ...CASE, reportId: 'r2' });
		expect(started.map(({ heard }) => heard)).toEqual([
			['open', 'learn 1'],
			['open', 'learn 1', 'learn r2']
		]);
		client.stop();
	});

	it('tries the source again where it failed', async () => {
		const { client } = setUp();
		let fails = true;
		const source = async () => {
			if (fails) throw new Error('the database is busy');
			return oneCase();
		};
		await expect(client.open(source)).rejects.toThrow('busy');
		fails = false;
		expect((await client.rank(FACTS)).model.cases).toBeGreaterThanOrEqual(0);
		client.stop();
	});

	it('refuses to rank before it was opened', async () => {
		const { client, started } = setUp();
		await expect(client.rank(FACTS)).rejects.toThrow(VisionRequestRefused);
		expect(started).toHaveLength(0);
	});
});
