/** Seeded checks, their answers, and how each person accepts: none of it touches a case. */
import type { Decision } from '$lib/domain/decision';
import { NO_CONDUCT, withDecision, withError, withoutDecision, type Conduct } from '$lib/domain/rubber-stamp';
import type { Seed, SeedAnswer } from '$lib/domain/seeded-check';
import { isRubberStamp, isSeededError } from '$lib/domain/seed-outcome';
import type { Tightened, TightenedOversight } from '$lib/domain/tightened';
import { CONDUCT_ROWS, isOneOf, SEED_ANSWER_ROWS, writeRows, type SeedAnswerRow, type Tx } from '../db';
import { RowSet } from './row-set';
import type { WorkingCopy } from './working-copy';

/** How somebody accepts, as the server keeps it: never changed in place. */
export interface PersonConduct {
	person: string;
	conduct: Conduct;
	/** Null unless their oversight is tightened. */
	tightened: Tightened | null;
}

export function answerRows(tx: Tx, site: string): RowSet<SeedAnswerRow> {
	return new RowSet({
		keyOf: ({ id }) => id,
		read: (ids) =>
			tx
				.selectFrom('seed_answers')
				.selectAll()
				.where('site', '=', site)
				.where(isOneOf(tx, 'id', ids))
				.execute(),
		write: (rows) => writeRows(tx, SEED_ANSWER_ROWS, rows)
	});
}

export function conductRows(tx: Tx, site: string): RowSet<PersonConduct> {
	return new RowSet({
		keyOf: ({ person }) => person,
		read: async (people) => {
			const rows = tx
				.selectFrom('conduct')
				.selectAll()
				.where('site', '=', site)
				.where(isOneOf(tx, 'person', people));
			return (await rows.execute()).map(({ person, json }) => readConduct(person, json));
		},
		write: (rows) =>
			writeRows(
				tx,
				CONDUCT_ROWS,
				rows.map(({ person, conduct, tightened }) => ({ site, person, json: JSON.stringify({ conduct, tightened }) }))
			)
	});
}

/** What `conductRows` wrote. */
export function readConduct(person: string, json: string): PersonConduct {
	return { person, ...(JSON.parse(json) as Omit<PersonConduct, 'person'>) };
}

export async function conductOf(copy: WorkingCopy, person: string): Promise<PersonConduct> {
	return (await copy.conduct.get(person)) ?? { person, conduct: NO_CONDUCT, tightened: null };
}

export async function isTightened(copy: WorkingCopy, person: string | null): Promise<boolean> {
	return person !== null && (await conductOf(copy, person)).tightened !== null;
}

export async function recordSeed(copy: WorkingCopy, position: number, seed: Seed): Promise<void> {
	const known = await copy.readDocument('seed', seed.id);
	copy.putDocument(position, 'seed', seed.id, { ...seed, answeredBy: known?.answeredBy ?? [] });
}

export async function recordSeedAnswer(
	copy: WorkingCopy,
	position: number,
	at: string,
	person: string,
	answer: SeedAnswer
): Promise<void> {
	const { site } = copy;
	const json = JSON.stringify(answer);
	copy.answers.put({ site, id: answer.id, seed: answer.seedId, person, at, position, json });
	const seed = await copy.readDocument('seed', answer.seedId);
	if (!seed) return;
	const others = seed.answeredBy.filter(({ personId }) => personId !== person);
	copy.putDocument(position, 'seed', seed.id, { ...seed, answeredBy: [...others, { personId: person, at }] });
	if (!isSeededError(seed)) return;
	const before = await conductOf(copy, person);
	copy.conduct.put({ ...before, conduct: withError(before.conduct, answer.id, isRubberStamp(seed, answer)) });
}

export async function recordLook(copy: WorkingCopy, at: string, person: string, decision: Decision): Promise<void> {
	const before = await conductOf(copy, person);
	copy.conduct.put({ ...before, conduct: withDecision(before.conduct, decision, at) });
}

export async function forgetLook(copy: WorkingCopy, person: string, decisionId: string): Promise<void> {
	const before = await conductOf(copy, person);
	copy.conduct.put({ ...before, conduct: withoutDecision(before.conduct, decisionId) });
}

export async function recordTightening(
	copy: WorkingCopy,
	position: number,
	since: string,
	{ personId, because }: Pick<TightenedOversight, 'personId' | 'because'>
): Promise<void> {
	const before = await conductOf(copy, personId);
	const tightened: Tightened = { since, because };
	copy.conduct.put({ ...before, tightened });
	const person = await copy.readDocument('person', personId);
	if (person) copy.putDocument(position, 'person', personId, { ...person, tightened });
}

/** What was counted before has had its consequence: from here on it is counted anew. */
export async function recordRelaxing(copy: WorkingCopy, position: number, personId: string): Promise<void> {
	copy.conduct.put({ person: personId, conduct: NO_CONDUCT, tightened: null });
	const person = await copy.readDocument('person', personId);
	if (!person) return;
	const { tightened: _, ...relaxed } = person;
	copy.putDocument(position, 'person', personId, relaxed);
}
