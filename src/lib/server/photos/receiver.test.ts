import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { MAX_SOUND_BYTES } from '$lib/domain/sound';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TestSite, type Tablet } from '../test-site';
import { openPhotoStore } from './open';
import { KEPT_MS } from './photo-store';
import { PhotoReceiver } from './receiver';
import { FakeS3 } from './testing/fake-s3';

// Keys, hashes and hundreds of transactions: seconds of work on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
let tablet: Tablet;

/** Random bytes that begin like a JPEG. */
function picture(bytes = 40_000): Buffer {
	return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(bytes - 4)]);
}

const nameOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const encode = (text: string) => Buffer.from(text).toString('base64');

function call(
	method: string,
	path: string,
	headers: Record<string, string>,
	body?: Buffer,
	by = tablet.id,
	to = site.server.photos
) {
	const request = new Request(`http://localhost${path}`, {
		method,
		headers: { 'tus-resumable': '1.0.0', ...headers },
		...(body ? { body: new Uint8Array(body) } : {})
	});
	return to.handle(request, site.id, by);
}

async function begin(sha256: string, length: number): Promise<string> {
	const response = await call('POST', '/api/photos', {
		'upload-length': String(length),
		'upload-metadata': `sha256 ${encode(sha256)},mediaType ${encode('image/jpeg')}`
	});
	expect(response.status).toBe(201);
	return response.headers.get('location') ?? '';
}

function send(location: string, offset: number, piece: Buffer, by?: string, to?: PhotoReceiver) {
	return call(
		'PATCH',
		location,
		{ 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
		piece,
		by,
		to
	);
}

const stored = async (sha256: string) => {
	const entries = await site.server.db
		.selectFrom('entries')
		.select('json')
		.where('type', '=', 'photo.stored')
		.execute();
	return entries.filter(({ json }) => json.includes(sha256)).length;
};

const storages = [
	{ name: 'files', start: () => Promise.resolve(null) },
	{ name: 'S3', start: () => FakeS3.start() }
];

describe.each(storages)('a photo on its way to the server, kept on $name', ({ start }) => {
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

	/** A second instance beside the first: the same ledger and storage, nothing shared in memory. */
	const beside = async () => new PhotoReceiver(site.server, await openPhotoStore(site.server.dataDir, s3?.address));
	it('arrives in pieces, goes on after an interruption, and is acknowledged when it is kept', async () => {
		const content = picture();
		const sha256 = nameOf(content);
		const location = await begin(sha256, content.length);
		expect((await send(location, 0, content.subarray(0, 10_000))).headers.get('upload-offset')).toBe('10000');
		expect(await site.server.photos.find(site.id, sha256)).toBeNull();
		const resumed = await call('HEAD', location, {});
		expect(resumed.headers.get('upload-offset')).toBe('10000');
		expect((await send(location, 10_000, content.subarray(10_000))).status).toBe(204);
		const held = await site.server.photos.find(site.id, sha256);
		expect(Buffer.from(await new Response(await held?.content()).arrayBuffer()).equals(content)).toBe(true);
		expect(held?.mediaType).toBe('image/jpeg');
	});

	it.each([
		['audio/webm', Buffer.from('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm', 'latin1')],
		['audio/ogg', Buffer.from('OggS\0\x02', 'latin1')],
		['audio/mp4', Buffer.from('\0\0\0\x1cftypiso5', 'latin1')]
	])('may be a sound: %s, by its content and whatever it is called', async (mediaType, start) => {
		const content = Buffer.concat([start, randomBytes(5_000)]);
		const sha256 = nameOf(content);
		expect((await send(await begin(sha256, content.length), 0, content)).status).toBe(204);
		expect((await site.server.photos.find(site.id, sha256))?.mediaType).toBe(mediaType);
		expect(await stored(sha256)).toBe(1);
		expect(await site.server.thumbnails.find(site.id, sha256)).toBeNull();
	});

	it('is refused as a sound that is longer than anybody needs, and as a film or a picture of another kind', async () => {
		const long = Buffer.concat([Buffer.from('OggS'), randomBytes(MAX_SOUND_BYTES)]);
		expect((await send(await begin(nameOf(long), long.length), 0, long)).status).toBe(413);
		expect(await site.server.photos.find(site.id, nameOf(long))).toBeNull();
		for (const start of ['\x1a\x45\xdf\xa3\x42\x82\x88matroska', '\0\0\0\x1cftypheic', '\0\0\0\x1cftypqt  ']) {
			const content = Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(100)]);
			expect((await send(await begin(nameOf(content), content.length), 0, content)).status).toBe(400);
		}
	});

	it('shows as arrived in the case that waits for it', async () => {
		const content = picture();
		const sha256 = nameOf(content);
		await site.push(tablet, tablet.writeInspection({ photo: sha256 }));
		const location = await begin(sha256, content.length);
		await send(location, 0, content);
		const row = await site.server.db
			.selectFrom('documents')
			.select('value')
			.where('kind', '=', 'case')
			.executeTakeFirstOrThrow();
		expect(JSON.parse(row.value)).toMatchObject({ photo: sha256, photoArrived: true });
	});

	it('is refused and forgotten when its content is not what its name says', async () => {
		const content = picture();
		const sha256 = nameOf(picture());
		const location = await begin(sha256, content.length);
		const response = await send(location, 0, content);
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ code: 'invalid-request' });
		expect(await site.server.photos.find(site.id, sha256)).toBeNull();
		expect((await call('HEAD', location, {})).status).toBeGreaterThanOrEqual(404);
	});

	it('has to be a picture, whatever it is called', async () => {
		const content = Buffer.from('<svg onload="alert(1)"></svg>');
		const location = await begin(nameOf(content), content.length);
		expect((await send(location, 0, content)).status).toBe(400);
	});

	it('may be sent twice, by two tablets at once, and is kept once', async () => {
		const content = picture();
		const sha256 = nameOf(content);
		const [one, two] = [await begin(sha256, content.length), await begin(sha256, content.length)];
		const answers = await Promise.all([send(one, 0, content), send(two, 0, content)]);
		expect(answers.map(({ status }) => status)).toEqual([204, 204]);
		expect(await stored(sha256)).toBe(1);
	});

	it('may come to two instances at once and is on record once', async () => {
		const content = picture();
		const sha256 = nameOf(content);
		const other = await beside();
		const [one, two] = [await begin(sha256, content.length), await begin(sha256, content.length)];
		const answers = await Promise.all([send(one, 0, content), send(two, 0, content, tablet.id, other)]);
		expect(answers.map(({ status }) => status)).toEqual([204, 204]);
		expect(await stored(sha256)).toBe(1);
		other.close();
	});

	it('goes on at whichever instance the next piece comes to', async () => {
		const content = picture();
		const sha256 = nameOf(content);
		const other = await beside();
		const location = await begin(sha256, content.length);
		expect((await send(location, 0, content.subarray(0, 10_000), tablet.id, other)).status).toBe(204);
		expect((await send(location, 10_000, content.subarray(10_000, 25_000))).status).toBe(204);
		expect((await send(location, 25_000, content.subarray(25_000), tablet.id, other)).status).toBe(204);
		expect(await site.server.photos.find(site.id, sha256)).not.toBeNull();
		other.close();
	});

	it('asks where to go on when another call was quicker with the same place', async () => {
		const content = picture();
		const location = await begin(nameOf(content), content.length);
		await send(location, 0, content.subarray(0, 10_000));
		const late = await send(location, 0, content.subarray(0, 5000));
		expect(late.status).toBe(409);
		expect(await late.json()).toMatchObject({ code: 'unavailable' });
		expect((await call('HEAD', location, {})).headers.get('upload-offset')).toBe('10000');
	});

	it('counts as whole for a tablet that never heard the last answer', async () => {
		const content = picture();
		const location = await begin(nameOf(content), content.length);
		await send(location, 0, content);
		const response = await call('HEAD', location, {});
		expect(response.headers.get('upload-offset')).toBe(String(content.length));
	});

	it('is checked before it is called whole when the server stopped right after the last byte', async () => {
		const content = picture();
		const sha256 = nameOf(content);
		const location = await begin(sha256, content.length);
		const id = location.split('/').at(-1) ?? '';
		await site.server.photoStore.uploads.write(Readable.from([content]), id, 0);
		expect((await call('HEAD', location, {})).headers.get('upload-offset')).toBe(String(content.length));
		expect(await site.server.photos.find(site.id, sha256)).not.toBeNull();
	});

	it('is put on record when the server stopped between keeping it and saying so', async () => {
		const content = picture();
		const sha256 = nameOf(content);
		const location = await begin(sha256, content.length);
		const id = location.split('/').at(-1) ?? '';
		const { uploads } = site.server.photoStore;
		await uploads.write(Readable.from([content]), id, 0);
		await (await uploads.open(id))?.keep(sha256);
		expect((await call('HEAD', location, {})).headers.get('upload-offset')).toBe(String(content.length));
		expect(await stored(sha256)).toBe(1);
	});

	it('cannot be continued by another tablet', async () => {
		const other = await site.enrol('Other');
		const content = picture();
		const location = await begin(nameOf(content), content.length);
		expect((await send(location, 0, content, other.id)).status).toBe(404);
	});

	it('cannot be larger than allowed, nor come without a name', async () => {
		const tooLarge = await call('POST', '/api/photos', {
			'upload-length': String(21 * 1024 * 1024),
			'upload-metadata': `sha256 ${encode('ab'.repeat(32))},mediaType ${encode('image/jpeg')}`
		});
		expect(tooLarge.status).toBe(413);
		expect(await tooLarge.json()).toMatchObject({ code: 'too-large' });
		const nameless = await call('POST', '/api/photos', { 'upload-length': '10' });
		expect(nameless.status).toBe(400);
		const escaping = await call('POST', '/api/photos', {
			'upload-length': '10',
			'upload-metadata': `sha256 ${encode('../../etc/passwd')},mediaType ${encode('image/jpeg')}`
		});
		expect(escaping.status).toBe(400);
	});

	it('is forgotten when nobody went on with it for two weeks, and not before', async () => {
		const content = picture();
		const location = await begin(nameOf(content), content.length);
		await send(location, 0, content.subarray(0, 10_000));
		const { uploads } = site.server.photoStore;
		await uploads.sweep(Date.now() + KEPT_MS - 60_000);
		expect((await call('HEAD', location, {})).headers.get('upload-offset')).toBe('10000');
		await uploads.sweep(Date.now() + KEPT_MS + 60_000);
		expect((await call('HEAD', location, {})).status).toBe(404);
	});
});

describe('photos whose storage is down', () => {
	it('are refused for now, and arrive whole when it is back', async () => {
		const s3 = await FakeS3.start();
		site = await TestSite.open('empty', { photos: s3.address });
		tablet = await site.enrol('Tablet');
		const content = picture();
		const sha256 = nameOf(content);
		const location = await begin(sha256, content.length);
		await send(location, 0, content.subarray(0, 10_000));
		await s3.stop();
		const refused = await send(location, 10_000, content.subarray(10_000));
		expect(refused.status).toBe(503);
		expect(await refused.json()).toMatchObject({ code: 'unavailable' });
		await expect(site.server.photoStore.check()).rejects.toMatchObject({ code: 'unavailable' });
		expect(await stored(sha256)).toBe(0);
		await s3.start();
		expect((await call('HEAD', location, {})).headers.get('upload-offset')).toBe('10000');
		expect((await send(location, 10_000, content.subarray(10_000))).status).toBe(204);
		const held = await site.server.photos.find(site.id, sha256);
		expect(Buffer.from(await new Response(await held?.content()).arrayBuffer()).equals(content)).toBe(true);
		await site.close();
		await s3.dispose();
	});
});
