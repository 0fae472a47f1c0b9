/** A person as the register has them. */
import type { Person } from '$lib/domain/site';
import type { Reader } from '../db';
import { ProblemError } from '../problem';
import { readDocument } from '../projections';

/** The person as the register has them, without what their PIN is checked against. Throws `not-found`. */
export async function requirePerson(reader: Reader, site: string, personId: string): Promise<Person> {
	const known = await readDocument(reader, site, 'person', personId);
	if (!known) throw new ProblemError('not-found', { detail: 'no such person' });
	const { id, name, role, active, sample } = known;
	return { id, name, role, active, sample };
}
