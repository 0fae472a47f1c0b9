/** Seeded checks on this tablet: those the site has, and what was answered here, sent or not. */
import Dexie from 'dexie';
import type { Decision } from '$lib/domain/decision';
import type { Entry } from '$lib/domain/ledger';
import { SeedDocument } from '$lib/domain/seeded-check';
import * as v from 'valibot';
import type { LocalDatabase } from './database';

/** Those that came with the last pull; what only a newer app can read is left out. */
export async function readSeeds(database: LocalDatabase): Promise<SeedDocument[]> {
	const documents = await database.documents.where('kind').equals('seed').toArray();
	return documents.flatMap(({ value }) => {
		const parsed = v.safeParse(SeedDocument, value);
		return parsed.success ? [parsed.output] : [];
	});
}

export interface AnsweredHere {
	seedId: string;
	/** The decision after which it was drawn. */
	after: string;
	/** ISO 8601. */
	at: string;
}

/** What this person answered on this tablet since then (ISO 8601). */
export async function answersSince(database: LocalDatabase, personId: string, since: string): Promise<AnsweredHere[]> {
	const rows = await ofPerson(database, 'seed.answered', personId, since).toArray();
	return rows.flatMap((row) => {
		const entry = row.entry as Entry;
		return entry.type === 'seed.answered' ? [{ ...entry.body, at: entry.at }] : [];
	});
}

/** This person's last decision on this tablet, with the part that it was about; null where there is none, or it was of a machine. */
export async function lastDecision(
	database: LocalDatabase,
	personId: string
): Promise<{ decision: Decision; partId: string } | null> {
	const entry = (await ofPerson(database, 'decision.made', personId, '').last())?.entry as Entry | undefined;
	if (entry?.type !== 'decision.made') return null;
	const decision = entry.body;
	const taken = await database.entries
		.where('type')
		.equals('capture.recorded')
		.reverse()
		.filter((row) => row.entry.body['id'] === decision.captureId)
		.first();
	const capture = taken?.entry as Entry | undefined;
	if (capture?.type !== 'capture.recorded' || capture.body.subject.kind === 'asset') return null;
	return { decision, partId: capture.body.subject.partId };
}

/** Oldest first. Everything in this table was sealed by this app's own code. */
function ofPerson(database: LocalDatabase, type: string, personId: string, since: string) {
	return database.entries
		.where('[type+entry.actor.personId+entry.at]')
		.between([type, personId, since], [type, personId, Dexie.maxKey]);
}
