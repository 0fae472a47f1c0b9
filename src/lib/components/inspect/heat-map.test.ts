import { describe, expect, it } from 'vitest';
import { heatMapPixels } from './heat-map';

function pixelsOf(...cells: number[]): number[][] {
	const pixels = heatMapPixels({ width: cells.length, height: 1, cells: btoa(String.fromCharCode(...cells)) });
	return cells.map((_, index) => [...pixels.slice(index * 4, index * 4 + 4)]);
}

describe('heat map pixels', () => {
	it('leave what looks like the good parts clear', () => {
		expect(pixelsOf(0, 80).map(([, , , alpha]) => alpha)).toEqual([0, 0]);
	});

	it('turn redder and denser with the anomaly', () => {
		const [warm, hot] = pixelsOf(150, 255);
		if (!warm || !hot) throw new Error('two cells were asked for');
		expect(hot[3]).toBeGreaterThan(warm[3] ?? 255);
		expect(hot[1]).toBeLessThan(warm[1] ?? 0);
	});

	it('read missing cells as clear rather than failing', () => {
		expect([...heatMapPixels({ width: 2, height: 1, cells: '' })].filter((_, index) => index % 4 === 3)).toEqual([
			0, 0
		]);
	});
});
