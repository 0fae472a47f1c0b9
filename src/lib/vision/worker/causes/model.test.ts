import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FaultFacts } from '$lib/domain/fault/causes';
import { CauseModel } from './model';
import { confirmed, report, WORKSHOP } from './testing/site';

beforeAll(async () => {
	tf.enableProdMode();
	await tf.setBackend('wasm');
});

const open = () => CauseModel.of(WORKSHOP, 'wasm');
const probability = (model: CauseModel, facts: Partial<FaultFacts>, causeId: string) =>
	model.rank(report(facts)).causes.find((cause) => cause.causeId === causeId)?.probability ?? 0;
/** This site's belts grind, whatever its table says. */
const grindingBelts = (count: number) =>
	Array.from({ length: count }, (_, i) => confirmed(`r${i}`, 'belt', { symptoms: ['grinding'] }));

describe('the model of fault causes', () => {
	it('ranks by the table of the site while nothing has been confirmed', async () => {
		const ranking = (await open()).rank(report({ symptoms: ['grinding'] }));
		expect(ranking.causes.map(({ causeId }) => causeId)).toEqual(['bearing', 'belt']);
		expect(ranking.causes[0]?.probability).toBeGreaterThan(0.6);
		expect(ranking).toMatchObject({ conformalSet: [], coverage: null, novelty: null, model: { cases: 0 } });
	});

	it('always leaves room for what is in no list, and adds up', async () => {
		const model = await open();
		await model.learnAll(grindingBelts(30));
		const words = fc.constantFrom('grinding', 'squealing', 'smoke', 'never-seen');
		fc.assert(
			fc.property(fc.array(words), fc.string(), fc.array(fc.nat(100)), (symptoms, text, hours) => {
				const codes = hours.map((hoursBefore) => ({ code: 'E7', hoursBefore }));
				const { causes, notInList } = model.rank(report({ symptoms, text, codes, assetKind: null }));
				expect(causes.reduce((sum, cause) => sum + cause.probability, notInList)).toBeCloseTo(1, 9);
				for (const share of [notInList, ...causes.map((cause) => cause.probability)]) {
					expect(share).toBeGreaterThan(0);
					expect(share).toBeLessThan(1);
				}
			})
		);
	});

	it('makes a cause more likely by a sign that the table gives it', async () => {
		const model = await open();
		const without = probability(model, { symptoms: ['grinding'] }, 'bearing');
		const withCode = { symptoms: ['grinding'], codes: [{ code: 'E7', hoursBefore: 2 }] };
		expect(probability(model, withCode, 'bearing')).toBeGreaterThan(without);
	});

	it('is not talked out of the table by one case, and is by many', async () => {
		const model = await open();
		const [one] = grindingBelts(1);
		if (one) await model.learn(one);
		expect(model.rank(report({ symptoms: ['grinding'] })).causes[0]?.causeId).toBe('bearing');
		await model.learnAll(grindingBelts(30));
		expect(model.rank(report({ symptoms: ['grinding'] })).causes[0]?.causeId).toBe('belt');
	});

	it('learns from each case, one by one as well as all at once', async () => {
		const cases = [
			...grindingBelts(12),
			...Array.from({ length: 12 }, (_, i) => confirmed(`s${i}`, 'bearing', { text: `humming ${i}` }))
		];
		const [atOnce, oneByOne] = [await open(), await open()];
		await atOnce.learnAll(cases);
		for (const one of cases) await oneByOne.learn(one);
		for (const facts of [{ symptoms: ['grinding'] }, { text: 'it hums' }]) {
			const [a, b] = [atOnce, oneByOne].map((model) => model.rank(report(facts)).causes[0]);
			expect(a?.causeId).toBe(b?.causeId);
			expect(a?.probability).toBeCloseTo(b?.probability ?? 0, 0);
		}
		expect(oneByOne.rank(report()).model.madeFrom).toBe(atOnce.rank(report()).model.madeFrom);
	});

	it('forgets a case whose repair did not help', async () => {
		const model = await open();
		await model.learnAll(grindingBelts(30));
		const before = model.rank(report({ symptoms: ['grinding'] }));
		for (let i = 0; i < 30; i++) await model.forget(`r${i}`);
		const after = model.rank(report({ symptoms: ['grinding'] }));
		expect(before.causes[0]?.causeId).toBe('belt');
		expect(after.causes[0]?.causeId).toBe('bearing');
		expect(after.model).toMatchObject({ cases: 0 });
	});

	it('counts what was not in the list, and expects it more often then', async () => {
		const model = await open();
		const before = model.rank(report()).notInList;
		await model.learnAll(Array.from({ length: 10 }, (_, i) => confirmed(`r${i}`, 'unheard-of', {})));
		expect(model.rank(report()).notInList).toBeGreaterThan(before + 0.2);
	});

	it('offers a cause only for the kinds of asset that can have it', async () => {
		const model = await open();
		const causesOf = (assetKind: string | null) =>
			model
				.rank(report({ assetKind, symptoms: ['smoke'] }))
				.causes.map(({ causeId }) => causeId)
				.sort();
		expect(causesOf('press')).toEqual(['bearing', 'belt']);
		expect(causesOf('lathe')).toEqual(['bearing', 'belt', 'coolant']);
		expect(causesOf(null)).toEqual(['bearing', 'belt', 'coolant']);
	});

	it('says which signs speak for and against a cause', async () => {
		const { causes } = (await open()).rank(report({ symptoms: ['grinding'] }));
		const weightOf = (causeId: string) =>
			causes.find((cause) => cause.causeId === causeId)?.reasons.find(({ sign }) => sign === 'grinding')?.weight;
		expect(weightOf('bearing')).toBeGreaterThan(0.5);
		expect(weightOf('belt')).toBeLessThan(-0.5);
	});

	it('names past cases, and the check that tells the first causes apart', async () => {
		const model = await open();
		await model.learnAll(grindingBelts(12));
		const ranking = model.rank(report({ symptoms: ['grinding'] }));
		const belt = ranking.causes.find(({ causeId }) => causeId === 'belt');
		expect(belt?.similar.map(({ reportId }) => reportId)).toEqual(['r11', 'r10', 'r9']);
		expect(['feel', 'look']).toContain(ranking.check?.checkId);
		expect(ranking.coverage).toBe(0.9);
		expect(ranking.conformalSet.length).toBeGreaterThan(0);
	});

	it('learns from photos too, where there are some', async () => {
		const model = await open();
		const photo = (seed: number) => Float32Array.from({ length: 352 }, (_, i) => Math.sin((i + 1) * seed) + 2);
		const cases = Array.from({ length: 40 }, (_, i) =>
			confirmed(`r${i}`, i % 2 ? 'belt' : 'bearing', { photo: photo(i % 2 ? 1.7 : 0.6) })
		);
		await model.learnAll(cases);
		const [first] = model.rank(report({ photo: photo(1.7) })).causes;
		expect(first?.causeId).toBe('belt');
		expect(first?.reasons[0]?.sign).toBe('photo');
	});

	it('answers while it is learning, from what it knew before', async () => {
		const model = await open();
		const meanwhile: string[] = [];
		await model.learnAll(grindingBelts(50), {
			breathe: async () => void meanwhile.push(model.rank(report({ symptoms: ['grinding'] })).causes[0]?.causeId ?? '')
		});
		expect(meanwhile.length).toBeGreaterThan(5);
		expect(new Set(meanwhile)).toEqual(new Set(['bearing']));
		expect(model.rank(report({ symptoms: ['grinding'] })).causes[0]?.causeId).toBe('belt');
	});
});
