/**
 * Room held back. Browsers do not say how much is left (Chromium answers the same 10 GiB whatever the truth is), so the tablet keeps a
 * piece of its storage filled with nothing: where the disk is full, that makes room for the work in hand, and its absence is the sign
 * that the room runs out.
 */
import type { LocalDatabase } from './database';
import { storageError, StorageFull } from './errors';

/** About fifty photos. */
export const RESERVE_BYTES = 32_000_000;

const KEY = 'room-reserve';
/** Written beside it for a moment: the reserve is only taken where as much again is left. */
const PROBE = 'room-probe';

/** True when the reserve is there, now or already before. False where there is not room enough for it. */
export async function holdReserve(database: LocalDatabase, bytes = RESERVE_BYTES): Promise<boolean> {
	const { settings } = database;
	if ((await settings.where('key').equals(KEY).count()) > 0) return true;
	const nothing = new Blob([new Uint8Array(bytes)]);
	try {
		await settings.bulkPut([
			{ key: KEY, value: nothing },
			{ key: PROBE, value: nothing }
		]);
		await settings.delete(PROBE);
		return true;
	} catch (error) {
		if (!(storageError(error) instanceof StorageFull)) throw error;
		await settings.bulkDelete([KEY, PROBE]);
		return false;
	}
}

/** Gives the reserve to whoever needs the room. False where it was given away before. */
export async function releaseReserve(database: LocalDatabase): Promise<boolean> {
	const held = await database.settings.where('key').equals(KEY).count();
	await database.settings.bulkDelete([KEY, PROBE]);
	return held > 0;
}
