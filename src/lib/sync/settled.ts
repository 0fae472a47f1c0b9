/** What became of this tablet's records in quarantine, as the pulled documents say. */
import { readSetting, type LocalDatabase } from '$lib/local-db';
import { QuarantinedDocument } from '$lib/wire';
import * as v from 'valibot';

/** Long enough that everybody who shares the tablet has seen what was decided. */
const SHOWN_MS = 7 * 24 * 60 * 60 * 1000;

/** By the `seq` of the record. Costs one look at an index where nothing was settled at the site. */
export async function readSettled(database: LocalDatabase): Promise<Map<number, QuarantinedDocument>> {
	const documents = await database.documents.where('kind').equals('quarantined').toArray();
	if (documents.length === 0) return new Map();
	const own = (await readSetting(database, 'identity'))?.deviceId;
	const settled = documents.flatMap(({ value }) => {
		const parsed = v.safeParse(QuarantinedDocument, value);
		return parsed.success && parsed.output.deviceId === own ? [parsed.output] : [];
	});
	return new Map(settled.map((document) => [document.seq, document]));
}

/** Shows no more what was settled a week ago. The server has all of it, for good. */
export async function forgetSettled(database: LocalDatabase, nowMs: number): Promise<void> {
	const old = [...(await readSettled(database))].filter(([, { at }]) => nowMs - Date.parse(at) > SHOWN_MS);
	if (old.length > 0) await database.quarantined.bulkDelete(old.map(([seq]) => seq));
}
