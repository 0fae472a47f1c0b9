import { expect, it } from 'vitest';
import { poolPatches, toEmbedding, toPatches } from './patches';

function map(rows: number, columns: number, channels: number, value: (r: number, c: number, k: number) => number) {
	const data = new Float32Array(rows * columns * channels);
	for (let i = 0; i < data.length; i++) {
		const cell = Math.floor(i / channels);
		data[i] = value(Math.floor(cell / columns), cell % columns, i % channels);
	}
	return { rows, columns, channels, data };
}

it('averages each place with its neighbours and drops the border', () => {
	const patches = poolPatches(map(4, 5, 2, (r, c, k) => (k === 0 ? r : c)));
	expect(patches).toMatchObject({ rows: 2, columns: 3, channels: 2 });
	expect([...patches.data].map((value) => Math.round(value))).toEqual([1, 1, 1, 2, 1, 3, 2, 1, 2, 2, 2, 3]);
});

it('comes back from bytes within half a step', () => {
	const patches = poolPatches(map(8, 8, 4, (r, c, k) => Math.sin(r * 3 + c * 5 + k) * 7));
	const embedding = toEmbedding(patches, 'v');
	const back = toPatches(embedding);
	expect(back).toMatchObject({ rows: 6, columns: 6, channels: 4 });
	back.data.forEach((value, i) =>
		expect(Math.abs(value - patches.data[i])).toBeLessThanOrEqual(embedding.scale * 0.51)
	);
});

it('survives a picture on which every patch is the same', () => {
	const back = toPatches(toEmbedding(poolPatches(map(4, 4, 2, () => 3)), 'v'));
	expect([...back.data].every((value) => Math.abs(value - 3) < 1e-5)).toBe(true);
});
