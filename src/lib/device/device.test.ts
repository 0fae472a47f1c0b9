import { createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signedBytes } from '$lib/domain/ledger';
import {
	CameraBusy,
	CameraDenied,
	CameraMissing,
	generateSigningKey,
	hashPhoto,
	openPhoto,
	pinMatches,
	publicKeyOf,
	signWith,
	sniffMediaType
} from '.';
import { cameraError } from './camera-errors';

describe('the PIN check', () => {
	const salt = randomBytes(16);
	const hash = pbkdf2Sync('481516', salt, 1000, 32, 'sha256');
	const verifier = { salt: salt.toString('base64url'), iterations: 1000, hash: hash.toString('base64url') };

	it('knows the PIN that the server made the verifier for, and no other', async () => {
		expect(await pinMatches('481516', verifier)).toBe(true);
		for (const wrong of ['481517', '48151', '4815160', '']) expect(await pinMatches(wrong, verifier)).toBe(false);
	});
});

describe('the signing key', () => {
	it('signs, and never lets go of its private half', async () => {
		const keyPair = await generateSigningKey();
		const bytes = signedBytes({
			v: 1,
			id: 'x',
			site: 's',
			device: 'd',
			seq: 1,
			prev: null,
			at: '2026-11-22T10:00:00.000Z',
			actor: { personId: null, role: null, proof: 'device' },
			type: 'session.ended',
			body: {}
		});
		expect(await signWith(keyPair)(bytes)).toHaveLength(64);
		await expect(crypto.subtle.exportKey('jwk', keyPair.privateKey)).rejects.toThrow();
		expect(Object.keys(await publicKeyOf(keyPair)).sort()).toEqual(['crv', 'kty', 'x', 'y']);
	});
});

describe('a photo', () => {
	const bytesOf = (text: string) => new Blob([Uint8Array.from(text, (character) => character.charCodeAt(0))]);

	it('is known by its bytes, whatever the file calls itself', async () => {
		expect(await sniffMediaType(bytesOf('\xff\xd8\xff\xe0rest of it'))).toBe('image/jpeg');
		expect(await sniffMediaType(bytesOf('\x89PNG\r\n\x1a\nrest'))).toBe('image/png');
		expect(await sniffMediaType(bytesOf('RIFF\x10\x00\x00\x00WEBPVP8 '))).toBe('image/webp');
		for (const other of ['GIF89a', 'RIFF\x10\x00\x00\x00WAVEfmt ', '<svg xmlns', '%PDF-1.7', '', '\xff\xd8']) {
			expect(await sniffMediaType(bytesOf(other))).toBeNull();
		}
	});

	it('is refused when it is none, with what the file said it was', async () => {
		const pdf = new Blob(['%PDF-1.7'], { type: 'image/jpeg' });
		await expect(openPhoto(pdf)).rejects.toMatchObject({
			code: 'photo-type-refused',
			facts: { mediaType: 'image/jpeg' }
		});
	});

	it('is named by the SHA-256 of its content', async () => {
		const content = randomBytes(1000);
		expect(await hashPhoto(new Blob([content]))).toBe(createHash('sha256').update(content).digest('hex'));
	});
});

describe('a camera that gives no picture', () => {
	it('says which of its reasons it is', () => {
		expect(cameraError(new DOMException('', 'NotAllowedError'))).toBeInstanceOf(CameraDenied);
		expect(cameraError(new DOMException('', 'NotFoundError'))).toBeInstanceOf(CameraMissing);
		expect(cameraError(new DOMException('', 'NotReadableError'))).toBeInstanceOf(CameraBusy);
		expect(cameraError(new TypeError('odd'))).toMatchObject({ code: 'camera-failed', facts: { reason: 'TypeError' } });
	});
});
