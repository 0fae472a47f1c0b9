import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Picture } from './picture';
import { prepareInput } from './preprocess';
import { findIssues, measureQuality } from './usability';

const DATA = path.join(
	process.env.COUNTERSIGN_DATA ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url)),
	'magnetic-tile'
);

function issuesOf(picture: Picture) {
	const input = prepareInput(picture, { x: 0, y: 0, width: 1, height: 1 }, { area: 320 * 320, multiple: 32 });
	return findIssues(measureQuality(input));
}

async function pictureOf(image: Sharp): Promise<Picture> {
	const { data, info } = await image.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
	return { data, width: info.width, height: info.height };
}

describe('a drawn picture', () => {
	/** Grain on a slope, as metal has it. */
	function grain(brightness: number, contrast: number): Picture {
		const data = new Uint8ClampedArray(320 * 320 * 4).fill(255);
		let state = 1;
		for (let i = 0; i < 320 * 320; i++) {
			state = (state * 48271) % 0x7fffffff;
			data.fill(brightness + contrast * (((i % 320) / 320 + state / 0x7fffffff) / 2 - 0.5), i * 4, i * 4 + 3);
		}
		return { data, width: 320, height: 320 };
	}

	it.each([
		['usable', grain(120, 120), []],
		['nothing in the frame', grain(120, 4), ['no-part']],
		['lens covered', grain(8, 8), ['too-dark']],
		['overexposed', grain(330, 120), ['too-bright']]
	])('%s', (_, picture, issues) => {
		expect(issuesOf(picture)).toEqual(issues);
	});
});

describe.skipIf(!existsSync(DATA))('real photos of magnetic tiles (skipped where the data is missing)', () => {
	const photos = existsSync(DATA)
		? ['good', 'blowhole', 'crack', 'fray', 'uneven', 'break'].flatMap((name) =>
				readdirSync(path.join(DATA, name))
					.filter((file) => file.endsWith('.jpg'))
					.filter((_, i) => i % 16 === 0)
					.map((file) => path.join(DATA, name, file))
			)
		: [];

	async function share(issue: string, change: (image: Sharp) => Sharp | Promise<Sharp>) {
		let flagged = 0;
		for (const photo of photos) {
			const found: string[] = issuesOf(await pictureOf(await change(sharp(photo))));
			if (issue === 'any' ? found.length > 0 : found.includes(issue)) flagged++;
		}
		return flagged / photos.length;
	}

	it('are hardly ever refused as they are', async () => {
		expect(await share('any', (image) => image)).toBeLessThanOrEqual(0.02);
	}, 60_000);

	it.each([
		['blurred', 'out of focus', (image: Sharp) => image.blur(4)],
		['too-dark', 'a tenth of the light', (image: Sharp) => image.linear(0.1, 0)],
		['too-bright', 'four times the light', (image: Sharp) => image.linear(4, 100)]
	])(
		'are called %s when they are: %s',
		async (issue, _, change) => {
			expect(await share(issue, change)).toBeGreaterThanOrEqual(0.9);
		},
		60_000
	);

	it('are called out for glare when a lamp reflects in them', async () => {
		const glare = await share('glare', async (image) => {
			const { width = 0, height = 0 } = await image.metadata();
			const radius = Math.round(Math.min(width, height) / 4);
			const lamp = `<svg width="${width}" height="${height}"><circle cx="50%" cy="50%" r="${radius}" fill="white"/></svg>`;
			return sharp(
				await image
					.toColourspace('srgb')
					.composite([{ input: Buffer.from(lamp) }])
					.png()
					.toBuffer()
			);
		});
		expect(glare).toBeGreaterThanOrEqual(0.9);
	}, 60_000);
});
