/** Fetching what changed at the site. The cursor moves in the transaction that stores the documents, never before. */
import { readSetting, withRoom, writeSetting, type LocalDatabase } from '$lib/local-db';
import { PROTOCOL_VERSION, PulledPage } from '$lib/wire';
import { UnexpectedAnswer } from './errors';
import { callJson, type ServerAccess } from './server-call';

const PATH = '/api/sync/pull';
const LIMIT_MS = 30_000;

/**
 * Pulls page by page to the end and returns how many documents came.
 * @throws SyncError, StorageFull; the pages before stay
 */
export async function pullDocuments(database: LocalDatabase, access: ServerAccess): Promise<number> {
	let pulled = 0;
	for (let page = 0; ; page += 1) {
		const after = (await readSetting(database, 'pull-cursor')) ?? 0;
		const call = { method: 'GET', url: `${PATH}?after=${after}`, limitMs: LIMIT_MS };
		const { documents, position, more } = await callJson(access, call, PulledPage);
		// The cursor may go back once, where the server was restored from an older copy and starts over.
		if (more && (position === after || (page > 0 && position < after))) {
			throw new UnexpectedAnswer(PATH, `the cursor went from ${after} to ${position}`);
		}
		const keep = async () => {
			await database.documents.bulkPut(documents);
			await writeSetting(database, 'pull-cursor', position);
			// Who may sign in is as the server has it from here on.
			if (!more) await writeSetting(database, 'time-without-server', { countedMs: 0, upTo: access.now() });
		};
		await withRoom(database, 0, () => database.transaction('rw', database.documents, database.settings, keep));
		pulled += documents.length;
		if (!more) return pulled;
	}
}
