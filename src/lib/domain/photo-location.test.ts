import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { withoutLocation } from './photo-location';

/** A photo of 24 × 16 pixels as a phone takes it: where, with what, and which way up. */
function photo(orientation: number) {
	const pixels = Buffer.from(Array.from({ length: 24 * 16 * 3 }, (_, index) => (index * 37) % 256));
	return sharp(pixels, { raw: { width: 24, height: 16, channels: 3 } })
		.withExif({
			IFD0: { Make: 'Phone', ImageDescription: 'Hall 7, Essen' },
			IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 27/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '7/1 0/1 0/1' }
		})
		.withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><city>Essen</city></x:xmpmeta>')
		.withMetadata({ orientation });
}

const KINDS = [
	{ kind: 'JPEG', make: (orientation: number) => photo(orientation).jpeg().toBuffer() },
	{
		kind: 'progressive JPEG',
		make: (orientation: number) => photo(orientation).jpeg({ progressive: true }).toBuffer()
	},
	{ kind: 'PNG', make: (orientation: number) => photo(orientation).png().toBuffer() },
	{ kind: 'WebP', make: (orientation: number) => photo(orientation).webp().toBuffer() },
	{ kind: 'lossless WebP', make: (orientation: number) => photo(orientation).webp({ lossless: true }).toBuffer() }
];

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const pixels = (file: Uint8Array) => sharp(file).raw().toBuffer();
const clean = (file: Uint8Array) => withoutLocation(file) ?? new Uint8Array();

describe.each(KINDS)('a $kind that says where it was taken', ({ make }) => {
	it('says it no longer, and shows the same pixels the same way up', async () => {
		for (const orientation of [1, 3, 6, 8]) {
			const file = await make(orientation);
			expect((await sharp(file).metadata()).exif?.length).toBeGreaterThan(60);
			const before = Buffer.from(file);
			const cleaned = clean(file);
			expect(file.equals(before)).toBe(true);
			expect(text(cleaned)).not.toMatch(/Essen|Phone|GPS/);
			const { exif, xmp, orientation: shown = 1 } = await sharp(cleaned).metadata();
			expect(exif?.length ?? 0).toBeLessThan(40);
			expect(xmp).toBeUndefined();
			expect(shown).toBe(orientation);
			expect(await pixels(cleaned)).toEqual(await pixels(file));
		}
	});

	it('is not changed a second time', async () => {
		const cleaned = clean(await make(6));
		expect(clean(cleaned)).toEqual(cleaned);
	});

	it('loses what was appended to it', async () => {
		const file = Buffer.concat([await make(1), Buffer.from('a film from Essen')]);
		expect(text(clean(file))).not.toContain('Essen');
	});

	it('is given up when it is cut or damaged beyond reading, and never read past its end', async () => {
		const file = await make(6);
		fc.assert(
			fc.property(fc.nat(file.length - 1), fc.nat(file.length - 1), fc.nat(255), (length, at, byte) => {
				const damaged = Uint8Array.from(file.subarray(0, length));
				if (at < length) damaged[at] = byte;
				const cleaned = withoutLocation(damaged);
				expect(cleaned === null || cleaned.length <= damaged.length + 64).toBe(true);
			}),
			{ numRuns: 300 }
		);
	});
});

describe('a picture without any of it', () => {
	it('stays as it is, byte for byte', async () => {
		const plain = sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } });
		for (const file of [await plain.jpeg().toBuffer(), await plain.png().toBuffer(), await plain.webp().toBuffer()]) {
			expect(Buffer.from(clean(file)).equals(file)).toBe(true);
		}
	});
});

describe('what is no picture', () => {
	it('is left to whoever asked', () => {
		expect(withoutLocation(new TextEncoder().encode('<svg xmlns="…"></svg>'))).toBeNull();
		expect(withoutLocation(new Uint8Array())).toBeNull();
	});
});
