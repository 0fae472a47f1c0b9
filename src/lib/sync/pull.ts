/** Fetching what changed at the site. The cursor moves in the transaction that stores the documents, never before. */
import { readSetting, withRoom, writeSetting, type LocalDatabase } from '$lib/local-db';
import { PROTOCOL_VERSION, PulledPage } from '$lib/wire';
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
			// Who may sign in is as the server has it from here on.
			if (!more) await writeSetting(database, 'time-without-server', { countedMs: 0, upTo: access.now() });
		};
		await withRoom(database, 0, () => database.transaction('rw', database.documents, database.settings, keep));
		pulled += documents.length;
		if (!more) return pulled;
	}
}

/**
 * An app that was updated lacks the kinds of document that its version before was not given: those are pulled once, from the beginning,
 * while the cursor stays where it is. Broken off, it begins anew.
 */
async function catchUp(database: LocalDatabase, access: ServerAccess): Promise<number> {
	const cursor = await readSetting(database, 'pull-cursor');
	// Tablets of version 1 kept no note of it; 0 for one that has pulled nothing yet.
	const known = (await readSetting(database, 'pull-protocol')) ?? (cursor === null ? 0 : 1);
	if (known === PROTOCOL_VERSION) return 0;
	let pulled = 0;
	for (let after = 0, more = known > 0; more;) {
		const page = await fetchPage(access, `after=${after}&since=${known}`);
		if (page.more && page.position <= after) throw standsStill(after, page.position);
		await withRoom(database, 0, () => database.documents.bulkPut(page.documents));
		pulled += page.documents.length;
		({ more, position: after } = page);
	}
	await writeSetting(database, 'pull-protocol', PROTOCOL_VERSION);
	return pulled;
}

function fetchPage(access: ServerAccess, query: string): Promise<PulledPage> {
	return callJson(access, { method: 'GET', url: `${PATH}?${query}`, limitMs: LIMIT_MS }, PulledPage);
}

function standsStill(from: number, to: number): UnexpectedAnswer {
	return new UnexpectedAnswer(PATH, `the cursor went from ${from} to ${to}`);
}
