/** A folder of photos with their classes: with an `index.csv`, or one folder per class. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface Photo {
	/** Path within the folder; also its name. */
	image: string;
	class: string;
	/** Photos of one part share a group; null where nobody said. */
	group: string | null;
	randomSplit: 'train' | 'test' | null;
	groupSplit: 'train' | 'test' | null;
}

/** The folder cannot be measured; the message says what to change. */
export class BadDataSet extends Error {
	override readonly name = 'BadDataSet';
}

const PICTURES = /\.(jpe?g|png|webp)$/i;

/** @throws BadDataSet when the folder holds no photos, an index that cannot be read, or names a photo that is missing */
export async function readDataSet(folder: string): Promise<Photo[]> {
	const index = path.join(folder, 'index.csv');
	const photos = existsSync(index) ? await readIndex(index) : await readClassFolders(folder);
	if (photos.length === 0) throw new BadDataSet(`${folder} holds neither index.csv nor folders of photos.`);
	const missing = photos.filter((photo) => !existsSync(path.join(folder, photo.image)));
	if (missing.length > 0) {
		throw new BadDataSet(`${missing.length} photos of ${index} are missing, the first is ${missing[0].image}.`);
	}
	return photos;
}

async function readIndex(file: string): Promise<Photo[]> {
	const [header = '', ...lines] = (await readFile(file, 'utf8')).trim().split(/\r?\n/);
	const columns = header.split(',').map((name) => name.trim());
	for (const needed of ['image', 'class']) {
		if (!columns.includes(needed)) throw new BadDataSet(`${file} has no column "${needed}".`);
	}
	return lines.map((line, index) => {
		const cells = line.split(',').map((cell) => cell.trim());
		if (cells.length !== columns.length) {
			throw new BadDataSet(`${file}, line ${index + 2}: ${cells.length} cells, not ${columns.length}.`);
		}
		const cell = (name: string): string | null => {
			const at = columns.indexOf(name);
			return at < 0 || cells[at] === '' ? null : cells[at];
		};
		const [image, name] = [cell('image'), cell('class')];
		if (image === null || name === null) throw new BadDataSet(`${file}, line ${index + 2}: no image or no class.`);
		const side = (column: string): 'train' | 'test' | null => {
			const value = cell(column);
			if (value === null || value === 'train' || value === 'test') return value;
			throw new BadDataSet(`${file}, line ${index + 2}: ${column} is "${value}", not train or test.`);
		};
		return {
			image,
			class: name,
			group: cell('group'),
			randomSplit: side('random_split'),
			groupSplit: side('group_split')
		};
	});
}

async function readClassFolders(folder: string): Promise<Photo[]> {
	const classes = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
	const photos = await Promise.all(
		classes.map(async ({ name }) => {
			const files = (await readdir(path.join(folder, name))).filter((file) => PICTURES.test(file)).sort();
			return files.map((file): Photo => {
				return { image: `${name}/${file}`, class: name, group: null, randomSplit: null, groupSplit: null };
			});
		})
	);
	return photos.flat();
}
