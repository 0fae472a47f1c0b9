import { describe, expect, it } from 'vitest';
import { VisionRequestRefused } from '../shared/errors';
import type { Picture } from './picture';
import { modelSize, prepareInput } from './preprocess';

const RULE = { area: 320 * 320, multiple: 32 };
const WHOLE = { x: 0, y: 0, width: 1, height: 1 };

function draw(width: number, height: number, pixel: (x: number, y: number) => [number, number, number]): Picture {
	const data = new Uint8ClampedArray(width * height * 4);
	for (let i = 0; i < width * height; i++) data.set([...pixel(i % width, Math.floor(i / width)), 255], i * 4);
	return { data, width, height };
}

describe('the size given to the backbone', () => {
	it('keeps area and aspect with sides in multiples of 32', () => {
		expect(modelSize(500, 500, RULE)).toEqual({ width: 320, height: 320 });
		expect(modelSize(1280, 720, RULE)).toEqual({ width: 416, height: 256 });
	});

	it('stays within bounds for frames that are hardly more than a line', () => {
		expect(modelSize(4000, 2, RULE)).toEqual({ width: 1024, height: 96 });
		expect(modelSize(1, 3000, RULE)).toEqual({ width: 96, height: 1024 });
	});
});

describe('a photo prepared for the backbone', () => {
	it('keeps colours where there is only one, enlarged or reduced', () => {
		for (const side of [50, 2000]) {
			const input = prepareInput(
				draw(side, side, () => [10, 100, 200]),
				WHOLE,
				RULE
			);
			expect(input).toMatchObject({ width: 320, height: 320 });
			for (const at of [0, 3 * 5000, input.data.length - 3]) {
				expect([...input.data.subarray(at, at + 3)].map(Math.round)).toEqual([10, 100, 200]);
			}
		}
	});

	it('shows only what is in the frame', () => {
		const halves = draw(400, 200, (x) => (x < 200 ? [255, 0, 0] : [0, 0, 255]));
		const right = prepareInput(halves, { x: 0.5, y: 0, width: 0.5, height: 1 }, RULE);
		expect(Math.max(...right.data.filter((_, i) => i % 3 === 0))).toBe(0);
		expect(Math.min(...right.data.filter((_, i) => i % 3 === 2))).toBeGreaterThan(254);
	});

	it('averages fine stripes to grey, so that they do not turn into false patterns', () => {
		const striped = draw(1280, 1280, (x) => (x % 2 === 0 ? [0, 0, 0] : [255, 255, 255]));
		const { data } = prepareInput(striped, WHOLE, RULE);
		const inner = data.subarray(30, 930);
		expect(Math.min(...inner)).toBeGreaterThan(120);
		expect(Math.max(...inner)).toBeLessThan(136);
	});

	it('refuses a picture with too few bytes', () => {
		const cut = { data: new Uint8ClampedArray(10), width: 20, height: 20 };
		expect(() => prepareInput(cut, WHOLE, RULE)).toThrow(VisionRequestRefused);
	});
});
