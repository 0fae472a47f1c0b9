/** Whether a photo can be judged at all: sharp, lit, free of glare, with something in the frame. */
import type { UsabilityIssue } from '$lib/domain/suggestion';
import type { GreyPicture, ModelInput } from './picture';

/** What is measured of a photo; the limits stand beside. */
export interface Quality {
	/** 5th, 50th and 95th percentile of brightness, 0 to 255. */
	dark: number;
	middle: number;
	bright: number;
	/** Share of pixels at full white. */
	white: number;
	/** How little the picture changes when it is blurred once more, 0 (sharp) to 1 (Crété-Roffet et al. 2007). */
	blur: number;
}

export function measureQuality(input: ModelInput): Quality {
	const grey = toGrey(input);
	const sorted = Float32Array.from(grey.data).sort();
	const at = (fraction: number): number => sorted[Math.floor(fraction * (sorted.length - 1))];
	const white = grey.data.reduce((count, value) => count + (value >= 250 ? 1 : 0), 0) / grey.data.length;
	return { dark: at(0.05), middle: at(0.5), bright: at(0.95), white, blur: measureBlur(grey) };
}

/** What is wrong with a photo, the gravest first; empty when it can be judged. */
export function findIssues(quality: Quality): UsabilityIssue[] {
	const issues: UsabilityIssue[] = [];
	if (quality.bright - quality.dark < 8) issues.push('no-part');
	if (quality.bright < 40) issues.push('too-dark');
	if (quality.dark > 235 || quality.middle > 250) issues.push('too-bright');
	else if (quality.white > 0.08) issues.push('glare');
	if (issues.length === 0 && quality.blur > 0.75) issues.push('blurred');
	return issues;
}

function toGrey({ data, width, height }: ModelInput): GreyPicture {
	const grey = new Float32Array(width * height);
	for (let i = 0; i < grey.length; i++)
		grey[i] = 0.299 * data[i * 3] + 0.587 * data[i * 3 + 1] + 0.114 * data[i * 3 + 2];
	return { data: grey, width, height };
}

/** The worse of the two directions: a photo shaken sideways is sharp up and down. */
function measureBlur(grey: GreyPicture): number {
	return Math.max(blurAlong(grey, 1), blurAlong(grey, grey.width));
}

/** Share of the differences between neighbours that remains after averaging over 9 pixels along one direction. */
function blurAlong({ data, width, height }: GreyPicture, step: number): number {
	const reach = 4;
	let before = 0;
	let lost = 0;
	const marginX = step === 1 ? reach + 1 : 0;
	const marginY = step === 1 ? 0 : reach + 1;
	for (let y = marginY; y < height - marginY; y++) {
		for (let x = marginX; x < width - marginX; x++) {
			const at = y * width + x;
			const sharp = Math.abs(data[at] - data[at - step]);
			// The difference of two neighbouring averages is that of their ends.
			const soft = Math.abs(data[at + reach * step] - data[at - (reach + 1) * step]) / (2 * reach + 1);
			before += sharp;
			lost += Math.max(0, sharp - soft);
		}
	}
	return before === 0 ? 1 : (before - lost) / before;
}
