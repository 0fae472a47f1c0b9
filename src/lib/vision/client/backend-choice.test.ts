import { describe, expect, it } from 'vitest';
import { compareWithWasm, differenceOf, fastest, TOLERANCE, withoutBackend } from './backend-choice';

const wasm = { medianMs: 30, answer: Float32Array.of(-1, 0, 1) };

describe('choosing a backend', () => {
	it('takes the fastest one that agrees with wasm', () => {
		const measurements = [
			compareWithWasm('wasm', wasm, wasm),
			compareWithWasm('webgpu', { medianMs: 5, answer: Float32Array.of(-1, 0.2, 1) }, wasm),
			compareWithWasm('webgl', { medianMs: 12, answer: Float32Array.of(-1, 0.001, 1) }, wasm)
		];
		expect(measurements[1]).toMatchObject({ medianMs: null, difference: expect.closeTo(0.1) });
		expect(fastest(measurements)).toBe('webgl');
	});

	it('stays with wasm when others are slower, failed, or nothing was measured', () => {
		expect(fastest([])).toBe('wasm');
		expect(fastest([compareWithWasm('wasm', wasm, wasm), compareWithWasm('webgl', null, wasm)])).toBe('wasm');
		expect(
			fastest([compareWithWasm('wasm', wasm, wasm), compareWithWasm('webgl', { ...wasm, medianMs: 900 }, wasm)])
		).toBe('wasm');
	});

	it('calls answers different when they hold no number or another count of them', () => {
		expect(differenceOf(Float32Array.of(-1, NaN, 1), wasm.answer)).toBe(Infinity);
		expect(differenceOf(Float32Array.of(-1, 0), wasm.answer)).toBe(Infinity);
		expect(differenceOf(Float32Array.of(-1, 0, 1), wasm.answer)).toBeLessThanOrEqual(TOLERANCE);
	});

	it('goes back to wasm once a backend hung in use, and does not choose it again', () => {
		const measurements = [
			compareWithWasm('wasm', wasm, wasm),
			compareWithWasm('webgl', { ...wasm, medianMs: 9 }, wasm)
		];
		const record = { appVersion: '1', userAgent: 'x', backboneHash: 'y', backend: fastest(measurements), measurements };
		expect(record.backend).toBe('webgl');
		const after = withoutBackend(record, 'webgl');
		expect(after.backend).toBe('wasm');
		expect(fastest(after.measurements)).toBe('wasm');
	});
});
