/** What was fetched about the most urgent cases, so that they can be answered without the network: copies, and the first to make room. */
import type { LocalDatabase } from './database';

/** As many cases as somebody answers in a shift away from the network. */
const DETAILS_KEPT = 200;
const PICTURES_KEPT = 300;

export async function keepDetail(database: LocalDatabase, id: string, keptAt: string, value: unknown): Promise<void> {
	await database.caseDetails.put({ id, keptAt, value });
}

export async function readDetail(database: LocalDatabase, id: string): Promise<unknown> {
	return (await database.caseDetails.get(id))?.value ?? null;
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
