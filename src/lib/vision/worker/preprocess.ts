/** From a decoded photo to what the backbone takes: the framed part, at the backbone's size, the same on every device. */
import type { Frame } from '$lib/domain/site';
import { VisionRequestRefused } from '../shared/errors';
import type { ModelInput, Picture } from './picture';

/** Changes whenever the same photo would give other numbers. */
export const PREPROCESSING = 'triangle-1';

const MIN_SIDE = 96;
const MAX_SIDE = 1024;

/** The size rule of a backbone: about `area` pixels, aspect kept as far as sides in multiples of `multiple` allow. */
export interface SizeRule {
	area: number;
	multiple: number;
}

/** Sides in pixels that a frame of `width` × `height` pixels is resized to. */
export function modelSize(width: number, height: number, rule: SizeRule): { width: number; height: number } {
	const aspect = width / height;
	return {
		width: roundSide(Math.sqrt(rule.area * aspect), rule.multiple),
		height: roundSide(Math.sqrt(rule.area / aspect), rule.multiple)
	};
}

function roundSide(ideal: number, multiple: number): number {
	const rounded = Math.round(ideal / multiple) * multiple;
	return Math.min(MAX_SIDE, Math.max(MIN_SIDE, rounded));
}

/**
 * Crops a photo to the frame and resizes it. Plain arithmetic on bytes, so browser and Node agree to the last digit.
 * @throws VisionRequestRefused when the picture has no pixels or fewer bytes than its size says
 */
export function prepareInput(picture: Picture, frame: Frame, rule: SizeRule): ModelInput {
	if (!(picture.width > 0 && picture.height > 0) || picture.data.length < picture.width * picture.height * 4) {
		const { width, height, data } = picture;
		throw new VisionRequestRefused('picture', `${width} × ${height} px in ${data.length} bytes`);
	}
	const left = Math.min(picture.width - 1, Math.round(frame.x * picture.width));
	const top = Math.min(picture.height - 1, Math.round(frame.y * picture.height));
	const right = Math.min(picture.width, Math.max(left + 1, Math.round((frame.x + frame.width) * picture.width)));
	const bottom = Math.min(picture.height, Math.max(top + 1, Math.round((frame.y + frame.height) * picture.height)));
	const size = modelSize(right - left, bottom - top, rule);

	const rows = resizeRows(picture, left, right, triangleFilter(top, bottom, size.height));
	const data = resizeColumns(rows, right - left, size.height, triangleFilter(0, right - left, size.width));
	return { data, ...size };
}

/** For each output sample: the first input sample it draws on, and the weights of it and those that follow. */
interface Filter {
	first: Int32Array;
	weights: Float32Array[];
}

/** Triangle filter as wide as one output sample: bilinear when enlarging, without aliasing when reducing. */
function triangleFilter(start: number, end: number, size: number): Filter {
	const scale = (end - start) / size;
	const support = Math.max(1, scale);
	const first = new Int32Array(size);
	const weights: Float32Array[] = [];
	for (let i = 0; i < size; i++) {
		const centre = start + (i + 0.5) * scale;
		const low = Math.max(start, Math.floor(centre - support + 0.5));
		const high = Math.min(end, Math.max(low + 1, Math.floor(centre + support + 0.5)));
		const row = Float64Array.from({ length: high - low }, (_, k) =>
			Math.max(0, 1 - Math.abs(low + k + 0.5 - centre) / support)
		);
		const sum = row.reduce((total, weight) => total + weight, 0);
		first[i] = low;
		weights.push(Float32Array.from(row, (weight) => (sum > 0 ? weight / sum : 1 / row.length)));
	}
	return { first, weights };
}

/** RGBA bytes `[height, width, 4]` → `[size, right - left, 3]`. */
function resizeRows({ data, width }: Picture, left: number, right: number, filter: Filter): Float32Array {
	const rows = filter.first.length;
	const out = new Float32Array(rows * (right - left) * 3);
	const stride = width * 4;
	let to = 0;
	for (let row = 0; row < rows; row++) {
		const weights = filter.weights[row];
		const taps = weights.length;
		const start = filter.first[row] * stride + left * 4;
		for (let column = 0; column < right - left; column++, to += 3) {
			let red = 0;
			let green = 0;
			let blue = 0;
			let from = start + column * 4;
			for (let k = 0; k < taps; k++, from += stride) {
				const weight = weights[k];
				red += weight * data[from];
				green += weight * data[from + 1];
				blue += weight * data[from + 2];
			}
			out[to] = red;
			out[to + 1] = green;
			out[to + 2] = blue;
		}
	}
	return out;
}

/** `[height, width, 3]` → `[height, size, 3]`. */
function resizeColumns(rows: Float32Array, width: number, height: number, filter: Filter): Float32Array {
	const size = filter.first.length;
	const out = new Float32Array(height * size * 3);
	for (let column = 0; column < size; column++) {
		const weights = filter.weights[column];
		const taps = weights.length;
		const first = filter.first[column];
		for (let row = 0; row < height; row++) {
			let red = 0;
			let green = 0;
			let blue = 0;
			let from = (row * width + first) * 3;
			for (let k = 0; k < taps; k++, from += 3) {
				const weight = weights[k];
				red += weight * rows[from];
				green += weight * rows[from + 1];
				blue += weight * rows[from + 2];
			}
			const to = (row * size + column) * 3;
			out[to] = red;
			out[to + 1] = green;
			out[to + 2] = blue;
		}
	}
	return out;
}
