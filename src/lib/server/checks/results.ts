/** The checks there are, and what people answered. */
import type { SeedAnswer, SeedDocument } from '$lib/domain/seeded-check';
import { outcomeOf, type SeedOutcome } from '$lib/domain/seed-outcome';
import type { Core } from '../core';
import { readDocument, readDocuments } from '../projections';

export interface AnsweredSeed {
	personId: string;
	at: string;
	answer: SeedAnswer;
	outcome: SeedOutcome;
}

export interface SeedResult {
	seed: SeedDocument;
	/** Newest first. */
	answers: AnsweredSeed[];
}

/** Those in use first, each with its answers. */
export async function readSeeds({ db }: Core, site: string): Promise<SeedResult[]> {
	const seeds = await readDocuments(db, site, 'seed');
	const answers = await readAnswers(db, site, {});
	return seeds
		.map((seed) => withAnswers(seed, answers.get(seed.id) ?? []))
		.sort((one, other) => Number(other.seed.active) - Number(one.seed.active));
}

export async function readSeed({ db }: Core, site: string, id: string): Promise<SeedResult | null> {
	const seed = await readDocument(db, site, 'seed', id);
	if (!seed) return null;
	return withAnswers(seed, (await readAnswers(db, site, { seed: id })).get(id) ?? []);
}

/** What one person answered, newest first, each with its check. */
export async function readAnswersOf(
	{ db }: Core,
	site: string,
	person: string
): Promise<(AnsweredSeed & { seed: SeedDocument })[]> {
	const seeds = await readDocuments(db, site, 'seed');
	const answers = await readAnswers(db, site, { person });
	return seeds
		.flatMap((seed) => withAnswers(seed, answers.get(seed.id) ?? []).answers.map((answer) => ({ ...answer, seed })))
		.sort((one, other) => (one.at < other.at ? 1 : -1));
}

type Given = Pick<AnsweredSeed, 'personId' | 'at' | 'answer'>;

function withAnswers(seed: SeedDocument, given: readonly Given[]): SeedResult {
	return { seed, answers: given.map((each) => ({ ...each, outcome: outcomeOf(seed, each.answer) })) };
}

/** By check, newest first. */
async function readAnswers(
	db: Core['db'],
	site: string,
	of: { seed?: string; person?: string }
): Promise<Map<string, Given[]>> {
	let query = db.selectFrom('seed_answers').selectAll().where('site', '=', site);
	if (of.seed !== undefined) query = query.where('seed', '=', of.seed);
	if (of.person !== undefined) query = query.where('person', '=', of.person);
	const rows = await query.orderBy('position', 'desc').limit(MOST_ANSWERS).execute();
	const bySeed = Map.groupBy(rows, ({ seed }) => seed);
	return new Map(
		[...bySeed].map(([seed, own]) => [
			seed,
			own.map(({ person, at, json }) => ({ personId: person, at, answer: JSON.parse(json) as SeedAnswer }))
		])
	);
}

/** A year of a large site. */
const MOST_ANSWERS = 20_000;
