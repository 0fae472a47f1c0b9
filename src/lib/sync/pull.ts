/** Fetching what changed at the site. The cursor moves in the transaction that stores the documents, never before. */
import { readSetting, withRoom, writeSetting, type LocalDatabase } from '$lib/local-db';
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION, PulledPage } from '$lib/wire';
import { UnexpectedAnswer } from './errors';
import { callJson, type ServerAccess } from './server-call';

const PATH = '/api/sync/pull';
const LIMIT_MS = 30_000;

/**
 * Pulls page by page to the end and returns how many documents came. A document is kept as it came and checked where it is read: a kind
 * that only a newer app knows neither holds up the others nor is missing after the update.
 * @throws SyncError, StorageFull; the pages before stay
 */
export async function pullDocuments(database: LocalDatabase, access: ServerAccess): Promise<number> {
	let pulled = await catchUp(database, access);
	for (let page = 0; ; page += 1) {
		const after = (await readSetting(database, 'pull-cursor')) ?? 0;
		const { documents, position, more } = await fetchPage(access, `after=${after}`);
		// The cursor may go back once, where the server was restored from an older copy and starts over.
		if (more && (position === after || (page > 0 && position < after))) throw standsStill(after, position);
		const keep = async () => {
			await database.documents.bulkPut(documents);
			await writeSetting(database, 'pull-cursor', position);
			await writeSetting(database, 'pull-complete', { protocol: PROTOCOL_VERSION, upTo: position });
			// Who may sign in is as the server has it from here on.
			if (!more) await writeSetting(database, 'time-without-server', { countedMs: 0, upTo: access.now() });
		};
		await withRoom(database, 0, () => database.transaction('rw', database.documents, database.settings, keep));
		pulled += documents.length;
		if (!more) return pulled;
	}
}

/**
 * An app that was updated lacks the kinds of document that its version before was not given, and a tab that still runs that version moves
 * the cursor on without them. They are pulled up to the cursor, which stays where it is; broken off, that goes on where it was.
 */
async function catchUp(database: LocalDatabase, access: ServerAccess): Promise<number> {
	const cursor = (await readSetting(database, 'pull-cursor')) ?? 0;
	const complete = await readSetting(database, 'pull-complete');
	let pulled = 0;
	for (let after = complete?.protocol === PROTOCOL_VERSION ? complete.upTo : 0; after < cursor;) {
		const { documents, position, more } = await fetchPage(access, `after=${after}&since=${OLDEST_PROTOCOL_VERSION}`);
		if (more && position === after) throw standsStill(after, position);
		after = more ? position : cursor;
		const upTo = after;
		const keep = async () => {
			await database.documents.bulkPut(documents);
			await writeSetting(database, 'pull-complete', { protocol: PROTOCOL_VERSION, upTo });
		};
		await withRoom(database, 0, () => database.transaction('rw', database.documents, database.settings, keep));
		pulled += documents.length;
	}
	return pulled;
}

function fetchPage(access: ServerAccess, query: string): Promise<PulledPage> {
	return callJson(access, { method: 'GET', url: `${PATH}?${query}`, limitMs: LIMIT_MS }, PulledPage);
}

function standsStill(from: number, to: number): UnexpectedAnswer {
	return new UnexpectedAnswer(PATH, `the cursor went from ${from} to ${to}`);
}
