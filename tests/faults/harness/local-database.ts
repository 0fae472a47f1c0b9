/** What lies in a tablet's own database, read and written beside the app: as a person with the browser's tools would. */
import type { Page } from '@playwright/test';

/** Rows of a table. What JSON cannot say, such as a photo's bytes, is left out. */
export async function readTable<Row>(page: Page, table: string): Promise<Row[]> {
	return page.evaluate(async (name) => {
		const opening = indexedDB.open('countersign');
		await new Promise((done, fail) => {
			opening.onsuccess = done;
			opening.onerror = () => fail(opening.error);
		});
		const database = opening.result;
		try {
			const reading = database.transaction(name).objectStore(name).getAll();
			await new Promise((done, fail) => {
				reading.onsuccess = done;
				reading.onerror = () => fail(reading.error);
			});
			return reading.result as Row[];
		} finally {
			database.close();
		}
	}, table);
}

/** What the tablet itself believes to owe the server. */
export async function waitingOn(page: Page): Promise<{ entries: number; photos: number }> {
	const outbox = await readTable(page, 'outbox');
	const photos = await readTable<{ state: string }>(page, 'photos');
	return { entries: outbox.length, photos: photos.filter(({ state }) => state === 'waiting').length };
}
