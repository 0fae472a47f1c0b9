/** Making room: pictures and photos that the server has are copies here, and go first, the oldest first. Nothing else ever goes. */
import type { LocalDatabase } from './database';
import { photosInHand } from './drafts';

/** Sent photos are kept for looking back; beyond this many bytes they would only fill the tablet. */
export const SENT_PHOTOS_KEPT_BYTES = 200_000_000;

/** Keys of `[state+takenAt+bytes]` below and above every sent photo, oldest first. */
const SENT = [
	['sent', ''],
	['sent', '\uffff']
] as const;

interface SentPhoto {
	sha256: string;
	bytes: number;
}

/** Lets go of copies until `bytes` have been freed, or there are none left: what was fetched to look at, then sent photos. Gives what was freed. */
export async function makeRoom(database: LocalDatabase, bytes: number): Promise<number> {
	const freed = await dropPictures(database);
	return freed < bytes ? freed + (await dropSentPhotos(database, bytes - freed)) : freed;
}

/** All of them go at once: how large each is stands in no index. */
async function dropPictures({ pictures }: LocalDatabase): Promise<number> {
	let freed = 0;
	await pictures.each(({ blob }) => (freed += blob.size));
	if (freed > 0) await pictures.clear();
	return freed;
}

async function dropSentPhotos(database: LocalDatabase, bytes: number): Promise<number> {
	let freed = 0;
	const going: string[] = [];
	for (const photo of await sentPhotos(database)) {
		if (freed >= bytes) break;
		freed += photo.bytes;
		going.push(photo.sha256);
	}
	await letGo(database, going);
	return freed;
}

/** Lets go of the oldest sent photos beyond `mostBytes`. Gives what was freed. */
export async function trimSentPhotos(database: LocalDatabase, mostBytes = SENT_PHOTOS_KEPT_BYTES): Promise<number> {
	const sent = await sentPhotos(database);
	const total = sent.reduce((sum, { bytes }) => sum + bytes, 0);
	return total > mostBytes ? dropSentPhotos(database, total - mostBytes) : 0;
}

/** Oldest first, without those somebody still has in hand. Reads the index alone. */
async function sentPhotos(database: LocalDatabase): Promise<SentPhoto[]> {
	const inHand = await photosInHand(database);
	const sent: SentPhoto[] = [];
	await database.photos
		.where('[state+takenAt+bytes]')
		.between(...SENT)
		.eachKey((key, { primaryKey }) => {
			const [, , bytes] = key as unknown as [string, string, number];
			if (!inHand.has(primaryKey)) sent.push({ sha256: primaryKey, bytes });
		});
	return sent;
}

/** What the server asked for again meanwhile stays. */
async function letGo(database: LocalDatabase, going: readonly string[]): Promise<void> {
	if (going.length === 0) return;
	await database.photos
		.where('sha256')
		.anyOf(going)
		.and(({ state }) => state === 'sent')
		.delete();
}
