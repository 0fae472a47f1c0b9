import { createHash, randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TestSite, type Tablet } from '../test-site';
import { deliverPhoto } from './delivery';
import { FakeS3 } from './testing/fake-s3';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
let tablet: Tablet;

/** A photo that says where it was taken. */
function photoFrom(place: string): Promise<Buffer> {
	return sharp(randomBytes(800 * 600 * 3), { raw: { width: 800, height: 600, channels: 3 } })
		.withExif({ IFD0: { ImageDescription: place }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 0/1 0/1' } })
		.withMetadata({ orientation: 6 })
		.jpeg()
		.toBuffer();
}

const nameOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const preview = () =>
	sharp({ create: { width: 32, height: 24, channels: 3, background: '#123' } })
		.jpeg()
		.toBuffer();
const bytesOf = async (content: ConstructorParameters<typeof Response>[0]) =>
	Buffer.from(await new Response(content).arrayBuffer());
const find = (sha256: string) => site.server.thumbnails.find(site.id, sha256);

/** As an upload leaves it. */
async function keep(content: Buffer): Promise<string> {
	const sha256 = nameOf(content);
	await site.server.photoStore.write('photos', sha256, content);
	const body = { sha256, mediaType: 'image/jpeg', bytes: content.length, deviceId: tablet.id } as const;
	await site.state({ type: 'photo.stored', body });
	return sha256;
}

const storages = [
	{ name: 'files', start: () => Promise.resolve(null) },
	{ name: 'S3', start: () => FakeS3.start() }
];

describe.each(storages)('a preview kept on $name', ({ start }) => {
	let s3: FakeS3 | null;
	beforeAll(async () => {
		s3 = await start();
		site = await TestSite.open('empty', s3 ? { photos: s3.address } : {});
		tablet = await site.enrol('Tablet');
	});
	afterAll(async () => {
		await site.close();
		await s3?.dispose();
	});

	it('is what the tablet sent while the photo is on its way, and the first that came', async () => {
		const sha256 = nameOf(randomBytes(8));
		const first = await preview();
		expect(await find(sha256)).toBeNull();
		await site.server.thumbnails.put(site.id, sha256, first);
		await site.server.thumbnails.put(
			site.id,
			sha256,
			await sharp(await preview())
				.webp()
				.toBuffer()
		);
		const found = await find(sha256);
		expect(found).toMatchObject({ mediaType: 'image/jpeg', madeFrom: 'tablet' });
		expect((await bytesOf(found?.content)).equals(first)).toBe(true);
	});

	it('is made from the photo once that is there, the right way up, small, and without a place', async () => {
		const photo = await photoFrom('Hall 7, Essen');
		await site.server.thumbnails.put(site.id, nameOf(photo), await preview());
		const sha256 = await keep(photo);
		const found = await find(sha256);
		expect(found?.madeFrom).toBe('photo');
		const made = await bytesOf(found?.content);
		expect(await sharp(made).metadata()).toMatchObject({ format: 'jpeg', width: 240, height: 320 });
		expect(made.toString('latin1')).not.toContain('Essen');
		expect((await bytesOf((await find(sha256))?.content)).equals(made)).toBe(true);
	});

	it('loses the place that its file names', async () => {
		const sha256 = nameOf(randomBytes(8));
		const small = await sharp(await photoFrom('Hall 7, Essen'))
			.resize(64)
			.keepMetadata()
			.jpeg()
			.toBuffer();
		expect(small.toString('latin1')).toContain('Essen');
		await site.server.thumbnails.put(site.id, sha256, small);
		expect((await bytesOf((await find(sha256))?.content)).toString('latin1')).not.toContain('Essen');
	});

	it('has to be a picture', async () => {
		const bytes = Buffer.from('<svg onload="alert(1)"></svg>');
		await expect(site.server.thumbnails.put(site.id, nameOf(bytes), bytes)).rejects.toMatchObject({
			code: 'invalid-request'
		});
	});
});

describe('a photo that says where it was taken', () => {
	beforeAll(async () => {
		site = await TestSite.open();
		tablet = await site.enrol('Tablet');
	});
	afterAll(() => site.close());

	it('is given out without it, and kept as it came', async () => {
		const content = await photoFrom('Hall 7, Essen');
		const sha256 = await keep(content);
		const held = await site.server.photos.find(site.id, sha256);
		if (!held) throw new Error('the photo is there');
		const shown = await deliverPhoto(site.server, site.id, held, 'picture');
		const bytes = await bytesOf(shown.content);
		expect(shown).toMatchObject({ isOriginal: false, bytes: bytes.length });
		expect(bytes.toString('latin1')).not.toContain('Essen');
		expect((await sharp(bytes).metadata()).orientation).toBe(6);
		const original = await deliverPhoto(site.server, site.id, held, 'original');
		expect(original.isOriginal).toBe(true);
		expect((await bytesOf(original.content)).equals(content)).toBe(true);
	});

	it('keeps it where the site wants that', async () => {
		await site.state({
			type: 'site.configured',
			body: { pinOfflineHours: 24, lockAfterMinutes: 15, keepPhotoLocation: true }
		});
		const sha256 = await keep(await photoFrom('Hall 9, Bochum'));
		const held = await site.server.photos.find(site.id, sha256);
		if (!held) throw new Error('the photo is there');
		const shown = await deliverPhoto(site.server, site.id, held, 'picture');
		expect((await bytesOf(shown.content)).toString('latin1')).toContain('Bochum');
	});
});
