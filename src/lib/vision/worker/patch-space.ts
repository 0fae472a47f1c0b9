/** The space in which patches are compared: centred on the good ones, every channel as wide as it is among them. */
import type { Embedding } from '../shared/protocol';
import { toPatches, type Patches } from './patches';
import type { Scaling } from './scaling';
import { normalise } from './vectors';

/** Good parts whose patches set the scaling: it moves with the 1st, 2nd, 4th … part and rests from here on. */
const MOST_FOR_SCALING = 64;

export class PatchSpace {
	private constructor(readonly scaling: Scaling) {}

	/** The space of some good parts, at least one; learned from the first of them, `partsForScaling` in number. */
	static of(parts: Embedding[]): PatchSpace {
		return new PatchSpace(scalePatches(parts.slice(0, partsForScaling(parts.length))));
	}

	get dimensions(): number {
		return this.scaling.mean.length;
	}

	/** Patches as unit vectors `[count, channels]` in this space. Without the scaling, AUROC was 4 to 8 points lower. */
	place({ data, channels }: Patches): Float32Array {
		const { mean, scale } = this.scaling;
		const placed = new Float32Array(data.length);
		for (let offset = 0; offset < data.length; offset += channels) {
			for (let c = 0; c < channels; c++) placed[offset + c] = (data[offset + c] - mean[c]) / scale[c];
			normalise(placed, offset, channels);
		}
		return placed;
	}
}

/** The greatest power of two up to `count`, at most `MOST_FOR_SCALING`. */
export function partsForScaling(count: number): number {
	return Math.min(MOST_FOR_SCALING, 2 ** Math.floor(Math.log2(count)));
}

/** Mean and deviation of each channel over all patches of some parts. */
function scalePatches(parts: Embedding[]): Scaling {
	const { channels } = toPatches(parts[0]);
	const sum = new Float64Array(channels);
	const squares = new Float64Array(channels);
	let count = 0;
	for (const part of parts) {
		const { data } = toPatches(part);
		for (let offset = 0; offset < data.length; offset += channels) {
			for (let c = 0; c < channels; c++) {
				sum[c] += data[offset + c];
				squares[c] += data[offset + c] ** 2;
			}
		}
		count += data.length / channels;
	}
	const mean = Float32Array.from(sum, (value) => value / count);
	const scale = Float32Array.from(squares, (value, c) => Math.sqrt(Math.max(0, value / count - mean[c] ** 2)) || 1);
	return { mean, scale };
}
