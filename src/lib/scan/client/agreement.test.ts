import { describe, expect, it } from 'vitest';
import type { Reading, Symbology } from '../shared/protocol';
import { Agreement } from './agreement';

const reading = (text: string, symbology: Symbology = 'code-128'): Reading => ({
	text,
	symbology,
	symbologyIdentifier: '',
	decoder: 'zxing-wasm',
	corners: null
});

describe('live readings', () => {
	it('count at once for a matrix code', () => {
		expect(new Agreement().counts(reading('A', 'data-matrix'), 0)).toBe(true);
	});

	it('count at the second frame that agrees for a linear code', () => {
		const agreement = new Agreement();
		expect(agreement.counts(reading('A'), 0)).toBe(false);
		expect(agreement.counts(reading('B'), 80)).toBe(false);
		expect(agreement.counts(reading('A'), 160)).toBe(false);
		expect(agreement.counts(reading('A'), 240)).toBe(true);
	});

	it('do not agree across a long pause', () => {
		const agreement = new Agreement();
		expect(agreement.counts(reading('A'), 0)).toBe(false);
		expect(agreement.counts(reading('A'), 5000)).toBe(false);
	});

	it('count once while the code stays in the picture', () => {
		const agreement = new Agreement();
		const counted = Array.from({ length: 50 }, (_, frame) => agreement.counts(reading('A', 'qr-code'), frame * 100));
		expect(counted.filter(Boolean)).toHaveLength(1);
	});

	it('count again after the code left the picture', () => {
		const agreement = new Agreement();
		expect(agreement.counts(reading('A', 'qr-code'), 0)).toBe(true);
		expect(agreement.counts(reading('A', 'qr-code'), 500)).toBe(false);
		expect(agreement.counts(reading('A', 'qr-code'), 1600)).toBe(true);
	});

	it('count again after a while, and at once for the next part', () => {
		const agreement = new Agreement();
		const counted = Array.from({ length: 121 }, (_, frame) => agreement.counts(reading('A', 'qr-code'), frame * 100));
		expect(counted.flatMap((counts, frame) => (counts ? [frame] : []))).toEqual([0, 100]);
		agreement.forget();
		expect(agreement.counts(reading('A', 'qr-code'), 12_100)).toBe(true);
	});

	it('of another code count beside the first', () => {
		const agreement = new Agreement();
		expect(agreement.counts(reading('A', 'qr-code'), 0)).toBe(true);
		expect(agreement.counts(reading('B', 'qr-code'), 100)).toBe(true);
	});
});
