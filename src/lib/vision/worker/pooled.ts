/** One row of numbers for a whole capture, made of its patches: what the head learns from and what "similar" means. */
import type { Patches } from './patches';
import { largest } from './vectors';

const UNUSUAL_PATCHES = 5;

/**
 * Mean, highest, lowest and standard deviation of each channel, and where patch distances are known, the mean of the
 * most unusual patches: with few labels those say most about a defect.
 * @returns `[4 * channels]`, or `[5 * channels]` with distances
 */
export function poolCapture(patches: Patches, distances: Float32Array | null): Float32Array {
	const { channels, data } = patches;
	const count = patches.rows * patches.columns;
	const out = new Float32Array(channels * (distances === null ? 4 : 5));
	const [mean, highest, lowest, deviation] = [0, 1, 2, 3].map((k) => out.subarray(k * channels, (k + 1) * channels));
	highest.fill(-Infinity);
	lowest.fill(Infinity);
	for (let offset = 0; offset < data.length; offset += channels) {
		for (let c = 0; c < channels; c++) {
			const value = data[offset + c];
			mean[c] += value / count;
			deviation[c] += (value * value) / count;
			if (value > highest[c]) highest[c] = value;
			if (value < lowest[c]) lowest[c] = value;
		}
	}
	for (let c = 0; c < channels; c++) deviation[c] = Math.sqrt(Math.max(0, deviation[c] - mean[c] * mean[c]));
	if (distances !== null) {
		const unusual = largest(distances, UNUSUAL_PATCHES);
		for (const patch of unusual) {
			for (let c = 0; c < channels; c++) out[4 * channels + c] += data[patch * channels + c] / unusual.length;
		}
	}
	return out;
}
