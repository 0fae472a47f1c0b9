import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TestSite, type Tablet } from '../test-site';

// Keys, hashes and hundreds of transactions: seconds of work on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
let tablet: Tablet;
beforeAll(async () => {
	site = await TestSite.open();
	tablet = await site.enrol('Tablet');
});
afterAll(() => site.close());

/** Random bytes that begin like a JPEG. */
function picture(bytes = 40_000): Buffer {
	return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(bytes - 4)]);
}

const nameOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const encode = (text: string) => Buffer.from(text).toString('base64');

function call(method: string, path: string, headers: Record<string, string>, body?: Buffer, by = tablet.id) {
	const request = new Request(`http://localhost${path}`, {
		method,
		headers: { 'tus-resumable': '1.0.0', ...headers },
		...(body ? { body: new Uint8Array(body) } : {})
	});
	return site.server.photos.handle(request, site.id, by);
}

async function begin(sha256: string, length: number): Promise<string> {
	const response = await call('POST', '/api/photos', {
		'upload-length': String(length),
		'upload-metadata': `sha256 ${encode(sha256)},mediaType ${encode('image/jpeg')}`
	});
	expect(response.status).toBe(201);
	return response.headers.get('location') ?? '';
}

function send(location: string, offset: number, piece: Buffer, by?: string) {
	return call(
		'PATCH',
		location,
		{ 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
		piece,
		by
	);
}

const uploadsLeft = () => readdir(join(site.server.dataDir, 'uploads'));

describe('a photo on its way to the server', () => {
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
		expect(Buffer.from(await new Response(held?.content()).arrayBuffer()).equals(content)).toBe(true);
		expect(held?.mediaType).toBe('image/jpeg');
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
		const entries = await site.server.db
			.selectFrom('entries')
			.select('json')
			.where('type', '=', 'photo.stored')
			.execute();
		expect(entries.filter(({ json }) => json.includes(sha256))).toHaveLength(1);
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
		const { writeFile } = await import('node:fs/promises');
		await writeFile(join(site.server.dataDir, 'uploads', location.split('/').at(-1) ?? ''), content);
		expect((await call('HEAD', location, {})).headers.get('upload-offset')).toBe(String(content.length));
		expect(await site.server.photos.find(site.id, sha256)).not.toBeNull();
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

	it('leaves nothing half done behind that a restart would not clear', async () => {
		expect((await uploadsLeft()).every((name) => /^[0-9a-f]{32}(\.json)?$/.test(name))).toBe(true);
	});
});
