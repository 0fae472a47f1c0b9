/** A copy of the embedded store as it was at one moment, while a server goes on writing to it. */
import { backup, DatabaseSync } from 'node:sqlite';

/** All pages in one step: taken in several, the copy would begin anew with each write in between, perhaps for ever. */
const PAGES_AT_ONCE = 2 ** 31 - 1;

/** Writes everything committed in the database `from` to the new file `to`, which needs no other file beside it. */
export async function copyDatabase(from: string, to: string): Promise<void> {
	const source = new DatabaseSync(from, { readOnly: true });
	try {
		await backup(source, to, { rate: PAGES_AT_ONCE });
	} finally {
		source.close();
	}
}
