import 'fake-indexeddb/auto';
import { LocalDatabase, writeSetting } from '$lib/local-db';
import { forgetSettled } from '$lib/sync/settled';
import { beforeEach, describe, expect, it } from 'vitest';
import { problemWords } from '../item-words';
import { countQueue } from './count';
import { readQueue } from './waiting';

let database: LocalDatabase;
beforeEach(async () => {
	database = new LocalDatabase(`kept-apart-${crypto.randomUUID()}`);
	const keyPair = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
		'sign',
		'verify'
	])) as CryptoKeyPair;
	await writeSetting(database, 'identity', {
		deviceId: 'own',
		deviceName: 'Tablet',
		siteId: 'site',
		keyPair,
		enrolledAt: '2026-11-22T08:00:00.000Z'
	});
	for (const seq of [4, 5]) {
		await database.quarantined.put({
			seq,
			id: `e${seq}`,
			type: 'decision.made',
			reason: 'role-forbidden',
			at: `2026-11-22T08:00:0${seq}.000Z`
		});
	}
	await database.documents.put({ kind: 'person', id: 'ada', position: 1, value: { id: 'ada', name: 'Ada Admin' } });
});

const settle = (deviceId: string, seq: number) =>
	database.documents.put({
		kind: 'quarantined',
		id: `hash-${deviceId}-${seq}`,
		position: 2,
		value: {
			deviceId,
			seq,
			resolution: 'released',
			reason: 'Seen with Ida',
			personId: 'ada',
			at: '2026-11-22T09:00:00.000Z'
		}
	});

describe('a record that the server keeps apart', () => {
	it('asks for attention, in words, until an admin has settled it', async () => {
		await settle('other', 4);
		expect(await countQueue(database)).toMatchObject({ quarantined: 2, attention: 2 });
		await settle('own', 4);
		expect(await countQueue(database)).toMatchObject({ quarantined: 2, attention: 1 });
		const [open, settled] = await readQueue(database, 10);
		expect(open).toMatchObject({ key: '5', needsPerson: true });
		expect(open?.problem && problemWords(open.problem)).toContain('role may not make this kind of record');
		expect(settled).toMatchObject({ key: '4', needsPerson: false });
		expect(settled?.problem && problemWords(settled.problem)).toContain('released. Ada Admin: Seen with Ida');
	});

	it('is shown for a week after it was settled', async () => {
		await settle('own', 4);
		await forgetSettled(database, Date.parse('2026-11-28T09:00:00.000Z'));
		expect(await database.quarantined.count()).toBe(2);
		await forgetSettled(database, Date.parse('2026-11-30T09:00:00.000Z'));
		expect(await database.quarantined.toCollection().primaryKeys()).toEqual([5]);
	});
});
