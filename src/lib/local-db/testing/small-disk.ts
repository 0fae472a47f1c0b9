/** A disk that can be full, between a database and its browser: deleting works, and nothing is added. For tests only. */
import type { DBCoreMutateRequest } from 'dexie';
import type { LocalDatabase } from '../database';

export interface SmallDisk {
	full: boolean;
}

/** To be called before the database is used. */
export function onSmallDisk(database: LocalDatabase): SmallDisk {
	const disk: SmallDisk = { full: false };
	database.use({
		stack: 'dbcore',
		name: 'small-disk',
		create: (core) => ({
			...core,
			table(name) {
				const table = core.table(name);
				return {
					...table,
					async mutate(request: DBCoreMutateRequest) {
						const adds = request.type === 'put' || request.type === 'add';
						if (adds && disk.full) throw new DOMException('The disk is full.', 'QuotaExceededError');
						return table.mutate(request);
					}
				};
			}
		})
	});
	return disk;
}
