import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOutline, readPhotos } from './queue-file-parts';

/** A file that arrives in pieces of these sizes. */
function inPieces(text: string, sizes: readonly number[]): Blob {
	const bytes = new TextEncoder().encode(text);
	const blob = new Blob([bytes]);
	blob.stream = () => {
		let at = 0;
		let turn = 0;
		return new ReadableStream({
			pull(controller) {
				const size = sizes[turn++ % sizes.length] ?? 1;
				controller.enqueue(bytes.slice(at, at + size));
				at += size;
				if (at >= bytes.length) controller.close();
			}
		});
	};
	return blob;
}

async function read(file: Blob) {
	const photos: string[] = [];
	for await (const text of readPhotos(file)) photos.push(text);
	const outline = await readOutline(file);
	expect(outline.photos).toBe(photos.length);
	return { outline: outline.text, photos };
}

describe('a queue file read part by part', () => {
	it('comes to the same as read at once, wherever its pieces end and whatever its texts hold', async () => {
		const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('photos', '"', '\\', '[{', '"photos":[{'));
		const record = fc.dictionary(value, fc.oneof(value, fc.array(value), fc.dictionary(value, value)));
		await fc.assert(
			fc.asyncProperty(
				fc.array(record),
				fc.array(record),
				fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
				async (entries, photos, sizes) => {
					const content = { format: 'photos', entries, photos, unreadablePhotos: ['photos'] };
					expect(await read(inPieces(JSON.stringify(content), sizes))).toEqual({
						outline: JSON.stringify({ ...content, photos: [] }),
						photos: photos.map((photo) => JSON.stringify(photo))
					});
				}
			)
		);
	});

	it('takes a file that somebody has laid out for reading', async () => {
		const content = { entries: [{ seq: 1 }], photos: [{ sha256: 'a' }, { sha256: 'b' }] };
		const { outline, photos } = await read(new Blob([JSON.stringify(content, null, 2)]));
		expect(JSON.parse(outline)).toEqual({ ...content, photos: [] });
		expect(photos.map((text) => JSON.parse(text) as unknown)).toEqual(content.photos);
	});

	it('leaves what is no JSON to the parser', async () => {
		for (const text of ['', '{', '"photos":[{', 'nonsense', '{"photos":[{"a":1}']) {
			await expect(
				readOutline(new Blob([text])).then((outline) => JSON.parse(outline.text) as unknown)
			).rejects.toThrow(SyntaxError);
		}
	});
});
