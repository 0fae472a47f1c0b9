/** Pictures as the decoders take them, and the few changes that make a hard one readable. */

/** RGBA, four bytes a pixel, row by row: what `ImageData` is, without needing a browser to make one. */
export interface Picture {
	data: Uint8ClampedArray;
	width: number;
	height: number;
}

/** Brightness of each pixel, 0 to 255, by the usual weights for red, green and blue (ITU-R BT.601). */
export function luminanceOf({ data, width, height }: Picture): Uint8ClampedArray {
	const luminance = new Uint8ClampedArray(width * height);
	for (let pixel = 0, at = 0; pixel < luminance.length; pixel++, at += 4) {
		luminance[pixel] = (306 * data[at] + 601 * data[at + 1] + 117 * data[at + 2] + 512) >> 10;
	}
	return luminance;
}

/** The grey picture of a brightness plane. */
export function pictureOf(luminance: Uint8ClampedArray, width: number, height: number): Picture {
	const data = new Uint8ClampedArray(luminance.length * 4);
	for (let pixel = 0, at = 0; pixel < luminance.length; pixel++, at += 4) {
		data[at] = data[at + 1] = data[at + 2] = luminance[pixel];
		data[at + 3] = 255;
	}
	return { data, width, height };
}

/** Half as wide and high, each pixel the mean of four: takes noise and moiré out. */
export function halve(picture: Picture): Picture {
	const width = picture.width >> 1;
	const height = picture.height >> 1;
	const source = luminanceOf(picture);
	const result = new Uint8ClampedArray(width * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const at = 2 * y * picture.width + 2 * x;
			const sum = source[at] + source[at + 1] + source[at + picture.width] + source[at + picture.width + 1];
			result[y * width + x] = (sum + 2) >> 2;
		}
	}
	return pictureOf(result, width, height);
}

/** `factor` times as wide and high, bilinear: gives modules of one or two pixels enough pixels to be sampled. */
export function enlarge(picture: Picture, factor: number): Picture {
	const width = Math.round(picture.width * factor);
	const height = Math.round(picture.height * factor);
	const source = luminanceOf(picture);
	const result = new Uint8ClampedArray(width * height);
	for (let y = 0; y < height; y++) {
		const sourceY = Math.min(picture.height - 1, Math.max(0, (y + 0.5) / factor - 0.5));
		const top = Math.floor(sourceY);
		const bottom = Math.min(picture.height - 1, top + 1);
		const down = sourceY - top;
		for (let x = 0; x < width; x++) {
			const sourceX = Math.min(picture.width - 1, Math.max(0, (x + 0.5) / factor - 0.5));
			const left = Math.floor(sourceX);
			const right = Math.min(picture.width - 1, left + 1);
			const across = sourceX - left;
			const upper = source[top * picture.width + left] * (1 - across) + source[top * picture.width + right] * across;
			const lower =
				source[bottom * picture.width + left] * (1 - across) + source[bottom * picture.width + right] * across;
			result[y * width + x] = Math.round(upper * (1 - down) + lower * down);
		}
	}
	return pictureOf(result, width, height);
}

/**
 * Steeper edges for a picture out of focus: what differs from the neighbourhood's mean is multiplied (unsharp mask).
 * @param radius of the neighbourhood, px; about the width of the blur
 * @param amount how many times the difference is added
 */
export function sharpen(picture: Picture, radius: number, amount: number): Picture {
	const { width, height } = picture;
	const source = luminanceOf(picture);
	const blurred = blur(blur(source, width, height, radius), width, height, radius);
	const result = new Uint8ClampedArray(source.length);
	for (let at = 0; at < source.length; at++) result[at] = source[at] + amount * (source[at] - blurred[at]);
	return pictureOf(result, width, height);
}

/** Mean over a square of side 2·radius + 1, one pass along rows and one along columns. */
function blur(source: Uint8ClampedArray, width: number, height: number, radius: number): Uint8ClampedArray {
	const across = slideMean(source, height, width, width, 1, radius);
	return slideMean(across, width, height, 1, width, radius);
}

function slideMean(
	source: Uint8ClampedArray,
	lines: number,
	length: number,
	lineStep: number,
	step: number,
	radius: number
): Uint8ClampedArray {
	const result = new Uint8ClampedArray(source.length);
	const span = 2 * radius + 1;
	for (let line = 0; line < lines; line++) {
		const start = line * lineStep;
		const value = (index: number) => source[start + Math.min(length - 1, Math.max(0, index)) * step];
		let sum = 0;
		for (let index = -radius; index <= radius; index++) sum += value(index);
		for (let index = 0; index < length; index++) {
			result[start + index * step] = Math.round(sum / span);
			sum += value(index + radius + 1) - value(index - radius);
		}
	}
	return result;
}
