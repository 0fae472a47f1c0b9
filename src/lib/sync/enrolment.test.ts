import 'fake-indexeddb/auto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chainFaults, type EntryDraft } from '$lib/domain/ledger';
import { signWith } from '$lib/device';
import { LocalDatabase, readSetting, recordEntries } from '$lib/local-db';
import { EnrolRequest, PROBLEM_TYPE } from '$lib/wire';
import * as v from 'valibot';
import { enrolDevice } from './enrolment';

let database: LocalDatabase;
beforeEach(() => (database = new LocalDatabase(`enrol-${v7()}`)));
afterEach(() => database.close());

const asked: EnrolRequest[] = [];

/** A server that registers the tablet as `deviceId`. */
function serverFor(deviceId: string, siteId = 'site-1'): typeof fetch {
	return async (input, init) => {
		const request = new Request(input, init);
		expect(`${request.method} ${new URL(request.url).pathname}`).toBe('POST /api/devices');
		asked.push(v.parse(EnrolRequest, await request.json()));
		return Response.json({ deviceId, site: { id: siteId, name: 'Works', demo: false } }, { status: 201 });
	};
}

function refusing(status: number, code: string): typeof fetch {
	const problem = { type: 'about:blank', title: code, status, code };
	return async () => Response.json(problem, { status, headers: { 'Content-Type': PROBLEM_TYPE } });
}

function enrol(call: typeof fetch, typed: { code?: string; name?: string } = {}) {
	return enrolDevice({
		database,
		fetch: call,
		baseUrl: 'https://site.test',
		code: 'ABCD-EFGH-JKLM',
		name: ' Press line ',
		...typed
	});
}

function draft(device: string): EntryDraft {
	const actor = { personId: 'ana', role: 'inspector', proof: 'pin-offline' } as const;
	const at = new Date().toISOString();
	return { id: v7(), site: 'site-1', device, at, actor, type: 'decision.withdrawn', body: { decisionId: 'd' } };
}

describe('enrolling a tablet', () => {
	it('keeps who it is with a key that cannot leave it, and the server knows that key', async () => {
		const { identity, site } = await enrol(serverFor('tablet-1'));
		const kept = await readSetting(database, 'identity');
		expect(kept).toMatchObject({ deviceId: 'tablet-1', deviceName: 'Press line', siteId: 'site-1' });
		expect(site.name).toBe('Works');
		expect(identity.keyPair.privateKey.extractable).toBe(false);
		const [entry] = await recordEntries(database, signWith(identity.keyPair), [draft('tablet-1')]);
		const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
		const registered = await crypto.subtle.importKey('jwk', asked.at(-1)?.publicKey ?? {}, algorithm, true, ['verify']);
		const verify = (signature: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>) =>
			crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, registered, signature, bytes);
		expect(entry && (await chainFaults([entry], verify))).toEqual([]);
	});

	it('says by its code why the server refused, and keeps nothing', async () => {
		await expect(enrol(refusing(410, 'code-used'))).rejects.toMatchObject({ code: 'code-used' });
		await expect(enrol(refusing(429, 'rate-limited'))).rejects.toMatchObject({ code: 'rate-limited' });
		expect(await readSetting(database, 'identity')).toBeNull();
	});

	it('says that there is no network, or that something else answered', async () => {
		await expect(enrol(async () => Promise.reject(new TypeError('Failed to fetch')))).rejects.toMatchObject({
			code: 'network-failed'
		});
		await expect(enrol(async () => new Response('<h1>Guest Wi-Fi</h1>'))).rejects.toMatchObject({
			code: 'unexpected-answer'
		});
		await expect(enrol(async () => Response.json({ deviceId: '' }))).rejects.toMatchObject({
			code: 'unexpected-answer'
		});
		expect(await readSetting(database, 'identity')).toBeNull();
	});

	it('asks the server nothing when the code or the name cannot be right', async () => {
		const never: typeof fetch = async () => Promise.reject(new Error('must not be called'));
		await expect(enrol(never, { code: 'ABC' })).rejects.toMatchObject({
			code: 'enrolment-form-wrong',
			facts: { field: 'code' }
		});
		await expect(enrol(never, { name: '  ' })).rejects.toMatchObject({
			code: 'enrolment-form-wrong',
			facts: { field: 'name' }
		});
	});

	it('refuses a second enrolment while records wait, before the new code is used up', async () => {
		const { identity } = await enrol(serverFor('tablet-1'));
		await recordEntries(database, signWith(identity.keyPair), [draft('tablet-1')]);
		const calls = asked.length;
		await expect(enrol(serverFor('tablet-2'))).rejects.toMatchObject({
			code: 'unsent-work',
			facts: { entries: 1, photos: 0 }
		});
		expect(asked).toHaveLength(calls);
		expect(await readSetting(database, 'identity')).toMatchObject({ deviceId: 'tablet-1' });
		expect(await database.entries.count()).toBe(1);
	});

	it('starts a new chain as a new device once everything has been received', async () => {
		const first = await enrol(serverFor('tablet-1'));
		await recordEntries(database, signWith(first.identity.keyPair), [draft('tablet-1')]);
		await database.outbox.clear();
		const { identity } = await enrol(serverFor('tablet-2'));
		const [entry] = await recordEntries(database, signWith(identity.keyPair), [draft('tablet-2')]);
		expect(entry).toMatchObject({ device: 'tablet-2', seq: 1, prev: null });
	});

	it('keeps what it learned at the same site, and nothing of another', async () => {
		const frame = { x: 0, y: 0, width: 1, height: 1 };
		const example = {
			captureId: 'c',
			packId: 'p',
			class: 'good',
			embedding: {},
			photoSha256: null,
			frame,
			confirmedAt: ''
		};
		await enrol(serverFor('tablet-1'));
		await database.examples.put(example);
		await enrol(serverFor('tablet-2'));
		expect(await database.examples.count()).toBe(1);
		await enrol(serverFor('tablet-3', 'site-2'));
		expect(await database.examples.count()).toBe(0);
		expect(await database.documents.toArray()).toMatchObject([{ kind: 'site', id: 'site-2' }]);
	});
});
