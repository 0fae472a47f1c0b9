/** Following what is read from the database, at a pace that leaves the tablet to the person: a long queue changes many times a second. */
import Dexie from 'dexie';
import type { LocalDatabase } from './database';

export interface Follower<T> {
	next: (value: T) => void;
	error: (error: unknown) => void;
}

/**
 * Reads at once, and again after every change to one of `tables`, whichever tab or worker made it; a change within `everyMs` of the last
 * reading waits until then. Returns how to stop.
 */
export function follow<T>(
	database: LocalDatabase,
	tables: readonly (typeof database.tables)[number]['name'][],
	read: () => Promise<T>,
	{ next, error }: Follower<T>,
	everyMs: number
): () => void {
	const prefixes = tables.map((table) => `idb://${database.name}/${table}/`);
	let stopped = false;
	let reading = false;
	let changed = false;
	let timer: ReturnType<typeof setTimeout> | undefined;

	const readNow = async () => {
		reading = true;
		changed = false;
		try {
			const value = await read();
			if (!stopped) next(value);
		} catch (failure) {
			if (!stopped) error(failure);
		}
		timer = setTimeout(() => {
			reading = false;
			if (changed && !stopped) void readNow();
		}, everyMs);
	};
	const onChange = (parts: object) => {
		// `all` where the whole database was deleted or replaced.
		const touched = Object.keys(parts).some((part) => part === 'all' || prefixes.some((it) => part.startsWith(it)));
		if (!touched) return;
		changed = true;
		if (!reading) void readNow();
	};
	Dexie.on.storagemutated.subscribe(onChange);
	void readNow();
	return () => {
		stopped = true;
		clearTimeout(timer);
		Dexie.on.storagemutated.unsubscribe(onChange);
	};
}
