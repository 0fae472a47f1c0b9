/** The barcode photos: pixels, and what is expected of each. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import sharp from 'sharp';
import type { Picture } from '../../../src/lib/scan/worker/picture';

/** One photo of the data set. */
export interface Photo {
	path: string;
	folder: string;
	/** The text expected (`.txt`, UTF-8), or the bytes (`.bin`) one character each; null where no code is to be found. */
	expected: string | null;
}

/** Every PNG of every folder, in order of name. */
export function listPhotos(data: string): Photo[] {
	const folders = readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isDirectory());
	return folders
		.map(({ name }) => name)
		.sort()
		.flatMap((folder) =>
			readdirSync(join(data, folder))
				.filter((file) => file.endsWith('.png'))
				.sort()
				.map((file) => {
					const path = join(data, folder, file);
					return { path, folder, expected: expectedOf(path) };
				})
		);
}

function expectedOf(path: string): string | null {
	const stem = join(dirname(path), basename(path, '.png'));
	if (existsSync(`${stem}.txt`)) return readFileSync(`${stem}.txt`, 'utf8');
	if (existsSync(`${stem}.bin`)) return readFileSync(`${stem}.bin`, 'latin1');
	return null;
}

/** Whether this is the text expected. Some of the text files end with a line feed that is not in the code. */
export function isExpected(text: string, expected: string): boolean {
	return text === expected || text === expected.replace(/\r?\n$/, '');
}

/** The photo as a canvas would give it: upright, transparent parts on white. */
export async function decodePhoto(path: string): Promise<Picture> {
	const { data, info } = await sharp(path)
		.flatten({ background: '#ffffff' })
		.toColourspace('srgb')
		.ensureAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}
