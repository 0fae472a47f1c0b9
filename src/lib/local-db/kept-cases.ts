/** What was fetched about the most urgent cases, so that they can be answered without the network: copies, and the first to make room. */
import type { LocalDatabase } from './database';
import type { KeptDetail } from './schema';

/** As many cases as somebody answers in a shift away from the network. */
const DETAILS_KEPT = 200;
const PICTURES_KEPT = 300;

export async function keepDetail(database: LocalDatabase, detail: KeptDetail): Promise<void> {
	await database.caseDetails.put(detail);
}

export async function readDetail(database: LocalDatabase, id: string): Promise<KeptDetail | null> {
	return (await database.caseDetails.get(id)) ?? null;
}

/** The position of the case's document; null where the tablet has none. */
export async function casePosition({ documents }: LocalDatabase, id: string): Promise<number | null> {
	return (await documents.get(['case', id]))?.position ?? null;
}

export async function keepPicture(database: LocalDatabase, name: string, keptAt: string, blob: Blob): Promise<void> {
	await database.pictures.put({ name, keptAt, blob });
}

export async function readPicture(database: LocalDatabase, name: string): Promise<Blob | null> {
	return (await database.pictures.get(name))?.blob ?? null;
}

/** Lets go of what was kept longest ago, beyond what is worth keeping. */
export async function trimKept(database: LocalDatabase): Promise<void> {
	const { caseDetails, pictures } = database;
	for (const [table, kept] of [
		[caseDetails, DETAILS_KEPT],
		[pictures, PICTURES_KEPT]
	] as const) {
		await table.orderBy('keptAt').reverse().offset(kept).delete();
	}
}
