/** Writing where the disk may be full: what is only kept for looking back makes room, and what nothing depends on is left out. */
import type { LocalDatabase } from './database';
import { StorageFull, storageError } from './errors';
import { releaseReserve } from './reserve';
import { makeRoom } from './room';

/** Freed beyond what the write needs, so that the next one fits as well. */
const ROOM_BEYOND_BYTES = 8_000_000;
/** Browsers count freed room a moment later. */
const ROOM_SETTLES_MS = 250;

export function isStorageFull(error: unknown): boolean {
	return storageError(error) instanceof StorageFull;
}

/**
 * Where the disk is full, photos that the server has make room, or the reserve does, and the write is tried again. It must not be
 * called inside a transaction.
 * @param bytes what the write needs, roughly
 * @throws StorageFull when nothing more can go; whatever else the write throws
 */
export async function withRoom<T>(database: LocalDatabase, bytes: number, write: () => Promise<T>): Promise<T> {
	const ways = [async () => (await makeRoom(database, bytes + ROOM_BEYOND_BYTES)) > 0, () => releaseReserve(database)];
	for (;;) {
		try {
			return await write();
		} catch (error) {
			const known = storageError(error);
			if (!(known instanceof StorageFull) || !(await findRoom(ways))) throw known;
			await new Promise((done) => setTimeout(done, ROOM_SETTLES_MS));
		}
	}
}

/** Goes through the ways that are left until one has made some room; each is gone once, so that a full disk is said soon. */
async function findRoom(ways: (() => Promise<boolean>)[]): Promise<boolean> {
	for (let way = ways.shift(); way; way = ways.shift()) {
		if (await way().catch(() => false)) return true;
	}
	return false;
}

/** A note that only saves work or tells how things went: where the disk is full, everything goes on without it. */
export async function whereRoom(write: () => Promise<unknown>): Promise<void> {
	try {
		await write();
	} catch (error) {
		if (!isStorageFull(error)) throw error;
	}
}
