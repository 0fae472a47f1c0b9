import { beforeAll, describe, expect, it, vi } from 'vitest';
import { VisionRequestRefused } from '../../shared/errors';
import { forgetCause, learnCause, learnCauses, openCauses, rankCauses } from '.';
import { confirmed, report, WORKSHOP } from './testing/site';

const grinding = report({ symptoms: ['grinding'] });
const first = async () => (await rankCauses(grinding)).causes[0]?.causeId;
const grindingBelts = Array.from({ length: 30 }, (_, i) => confirmed(`r${i}`, 'belt', { symptoms: ['grinding'] }));

describe('the model of fault causes in its worker', () => {
	// Node cannot load the .wasm file by the address that a browser has for it, which TensorFlow.js says at length.
	beforeAll(() => {
		for (const method of ['error', 'warn'] as const) vi.spyOn(console, method).mockImplementation(() => undefined);
	});

	it('refuses to rank before it knows the site', async () => {
		await expect(rankCauses(grinding)).rejects.toThrow(VisionRequestRefused);
	});

	it('computes in plain JavaScript where wasm cannot load', async () => {
		await openCauses(WORKSHOP);
		expect((await rankCauses(grinding)).model.backend).toBe('cpu');
	});

	it('goes on with what it has learned while the same table is opened again, and forgets it under another', async () => {
		await openCauses(WORKSHOP);
		await learnCauses(grindingBelts, {});
		expect(await openCauses(structuredClone(WORKSHOP))).toMatchObject({ cases: 30, catalogueVersion: 3 });
		expect(await first()).toBe('belt');
		expect(await openCauses({ ...WORKSHOP, version: 4 })).toMatchObject({ cases: 0, catalogueVersion: 4 });
		expect(await first()).toBe('bearing');
	});

	it('offers no retired cause, and still knows the cases that had it', async () => {
		const causes = WORKSHOP.causes.map((cause) => ({ ...cause, retired: cause.id === 'belt' }));
		await openCauses({ ...WORKSHOP, version: 5, causes });
		await learnCauses(grindingBelts, {});
		const ranking = await rankCauses(grinding);
		expect(ranking.causes.map(({ causeId }) => causeId)).toEqual(['bearing']);
		expect(ranking.model.cases).toBe(30);
	});

	it('takes nothing that is not what it says', async () => {
		await openCauses(WORKSHOP);
		const endless = report({ codes: [{ code: 'E7', hoursBefore: Infinity }] });
		await expect(rankCauses(endless)).rejects.toThrow(/hoursBefore|finite/);
		await expect(learnCause({ ...confirmed('r1', 'belt', {}), weight: 7 }, {})).rejects.toThrow(VisionRequestRefused);
		await expect(forgetCause('', {})).rejects.toThrow(VisionRequestRefused);
	});
});
