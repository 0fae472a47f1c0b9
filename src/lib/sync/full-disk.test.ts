import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Capture } from '$lib/domain/capture';
import { StorageFull } from '$lib/local-db';
import { onSmallDisk, type SmallDisk } from '$lib/local-db/testing/small-disk';
import { FakeServer } from './testing/fake-server';
import { TestTablet } from './testing/tablet';

let server: FakeServer;
let tablet: TestTablet;
let disk: SmallDisk;
beforeEach(() => {
	server = new FakeServer();
	tablet = new TestTablet(server);
	disk = onSmallDisk(tablet.database);
});

const waiting = () => tablet.database.outbox.count();

describe('a tablet whose disk is full to the last byte', () => {
	it('sends everything that waits, and what was sent makes room', async () => {
		const photos = [await tablet.capture(Uint8Array.of(1, 2, 3)), await tablet.capture(Uint8Array.of(4, 5, 6))];
		disk.full = true;
		await expect(tablet.sync()).rejects.toBeInstanceOf(StorageFull);
		expect(await waiting()).toBe(0);
		expect([...server.photos.keys()].toSorted()).toEqual(photos.toSorted());
		expect(await tablet.database.photos.count()).toBe(0);
	});

	it('keeps the photo that somebody has in hand', async () => {
		const sha256 = await tablet.capture(Uint8Array.of(1, 2, 3));
		const capture = { photo: { sha256 } } as Capture;
		await tablet.database.drafts.put({ personId: 'ana', capture, viewIndex: 0, state: null, at: '' });
		disk.full = true;
		await expect(tablet.sync()).rejects.toBeInstanceOf(StorageFull);
		expect([...server.photos.keys()]).toEqual([sha256]);
		expect(await tablet.database.photos.count()).toBe(1);
		disk.full = false;
		await tablet.sync();
		expect((await tablet.database.photos.get(sha256))?.state).toBe('sent');
	});

	it('fetches what is new at the site once there is room, and says until then that there is none', async () => {
		await tablet.record(3);
		server.documents = [{ kind: 'area', id: 'area-1', position: 1, value: { id: 'area-1', name: 'Press line' } }];
		disk.full = true;
		await expect(tablet.sync()).rejects.toBeInstanceOf(StorageFull);
		expect(server.entries).toHaveLength(3);
		expect(await waiting()).toBe(0);
		disk.full = false;
		expect(await tablet.sync()).toMatchObject({ pulled: 1, problem: null });
	});

	it('keeps a record that the server set aside until it can be kept apart here', async () => {
		const [good, bad] = await tablet.record(2);
		server.judge = ({ id }) => (id === bad ? 'bad-body' : null);
		disk.full = true;
		await expect(tablet.sync()).rejects.toBeInstanceOf(StorageFull);
		expect((await tablet.database.outbox.toArray()).map(({ id }) => id)).toEqual([bad]);
		disk.full = false;
		expect(await tablet.sync()).toMatchObject({ quarantined: 1, remaining: { entries: 0 } });
		expect((await tablet.database.quarantined.toArray()).map(({ id }) => id)).toEqual([bad]);
		expect(server.entries.map(({ id }) => id)).toEqual([good]);
	});

	it('makes room with photos that were sent before, where a receipt needs it', async () => {
		const sha256 = await tablet.capture(Uint8Array.of(1, 2, 3));
		await tablet.sync();
		expect((await tablet.database.photos.get(sha256))?.state).toBe('sent');
		await tablet.record(1);
		tablet.database.photos.hook('deleting', () => void (disk.full = false));
		disk.full = true;
		expect(await tablet.sync()).toMatchObject({ pushed: 1, problem: null });
		expect(await tablet.database.photos.count()).toBe(0);
	});
});
