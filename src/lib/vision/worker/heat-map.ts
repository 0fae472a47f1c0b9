/** Where on the part the model saw something unusual, as bytes for the screen and the record. */
import type { HeatMap } from '../shared/protocol';
import type { Patches } from './patches';

/** Patch distances that good parts show when compared with the other good parts. */
export interface UsualDistances {
	/** Half of the good patches lie below: drawn as nothing. */
	median: number;
	/** The most that good parts reach: drawn at half strength, so that what lies beyond still differs. */
	high: number;
}

/** Patch distances as a heat map over the frame; 128 is as unusual as good parts get. The dropped border repeats its neighbour. */
export function drawHeatMap(
	grid: Pick<Patches, 'rows' | 'columns'>,
	distances: Float32Array,
	usual: UsualDistances
): HeatMap {
	const width = grid.columns + 2;
	const height = grid.rows + 2;
	const range = Math.max(1e-6, usual.high - usual.median);
	const cells = new Uint8Array(width * height);
	for (let y = 0; y < height; y++) {
		const row = Math.min(grid.rows - 1, Math.max(0, y - 1));
		for (let x = 0; x < width; x++) {
			const column = Math.min(grid.columns - 1, Math.max(0, x - 1));
			const strength = (distances[row * grid.columns + column] - usual.median) / range;
			cells[y * width + x] = Math.round(Math.min(255, Math.max(0, strength * 128)));
		}
	}
	return { width, height, cells: toBase64(cells) };
}

function toBase64(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes));
}
