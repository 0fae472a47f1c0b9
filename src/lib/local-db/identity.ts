/** Becoming a device of a site: the chain starts anew, and only when nothing of the old one is still waiting. */
import { DomainError } from '$lib/domain/errors';
import type { Site } from '$lib/domain/site';
import type { LocalDatabase } from './database';
import { storageError } from './errors';
import { OWN_POSITION } from './own-documents';
import { readSetting, type Identity } from './settings';

/** The tablet still holds records or photos that the server has not confirmed; a new identity could never send them. */
export class UnsentWork extends DomainError {
	readonly code = 'unsent-work';
	constructor(
		readonly entries: number,
		readonly photos: number
	) {
		super({ entries, photos });
	}
}

export interface Unsent {
	entries: number;
	photos: number;
}

export async function unsentWork(database: LocalDatabase): Promise<Unsent> {
	const [entries, carried, photos] = await Promise.all([
		database.outbox.count(),
		database.carried.count(),
		database.photos.where('state').equals('waiting').count()
	]);
	return { entries: entries + carried, photos };
}

/** @throws UnsentWork while anything waits for the server. */
export async function refuseUnsentWork(database: LocalDatabase): Promise<void> {
	const { entries, photos } = await unsentWork(database);
	if (entries > 0 || photos > 0) throw new UnsentWork(entries, photos);
}

/**
 * Makes this tablet the device of `identity`. What belonged to an earlier device goes, in the same transaction that checks
 * that all of it has been received; what it learned stays where the site is the same.
 * @param unsent `carry` where the earlier chain is damaged: what is left of it is brought to the server like another tablet's
 * @throws UnsentWork, StorageFull, StorageFailed
 */
export async function becomeDevice(
	database: LocalDatabase,
	identity: Identity,
	site: Site,
	unsent: 'refuse' | 'carry' = 'refuse'
): Promise<void> {
	const earlier = await readSetting(database, 'identity');
	try {
		await database.transaction('rw', database.tables, async () => {
			if (unsent === 'carry' && earlier?.siteId === identity.siteId) await carryOwn(database, earlier);
			else await refuseUnsentWork(database);
			await Promise.all([
				database.entries.clear(),
				database.outbox.clear(),
				database.quarantined.clear(),
				database.photos.where('state').equals('sent').delete(),
				database.documents.clear(),
				database.caseLines.clear(),
				database.caseDetails.clear(),
				database.pictures.clear(),
				database.drafts.clear(),
				earlier?.siteId === identity.siteId ? undefined : database.examples.clear()
			]);
			await database.settings.bulkDelete([
				'session',
				'area',
				'pin-attempts',
				'time-without-server',
				'pull-cursor',
				'case-lines-position',
				'sync-status'
			]);
			await database.settings.put({ key: 'identity', value: identity });
			// The site's name can be shown before the first pull.
			await database.documents.put({ kind: 'site', id: site.id, position: OWN_POSITION, value: site });
		});
	} catch (error) {
		throw storageError(error);
	}
}

/** Every unsent record of this tablet becomes one of a tablet that it once was. */
async function carryOwn(database: LocalDatabase, { deviceId, deviceName }: Identity): Promise<void> {
	const rows = await database.outbox.toArray();
	const stored = await database.entries.bulkGet(rows.map(({ seq }) => seq));
	const carried = rows.flatMap((row, index) => {
		const entry = stored[index]?.entry;
		return entry ? [{ ...row, attempts: 0, lastError: null, device: deviceId, deviceName, entry }] : [];
	});
	await database.carried.bulkPut(carried);
}
