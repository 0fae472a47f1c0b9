/** Missing records in words: their numbers, and whose they were. */
import type { Gap } from '$lib/domain/ledger';
import { m } from '$lib/messages';

export function gapNumbers({ from, to }: Pick<Gap, 'from' | 'to'>): string {
	return from === to ? m.devices_gap_one({ from }) : m.devices_gap_range({ from, to });
}

/** `nameOf`: a person's name; null where the register does not have them. */
export function gapPerson({ personId, person }: Gap, nameOf: (personId: string) => string | null): string {
	if (personId === null) return m.devices_gap_person_unknown();
	const name = nameOf(personId) ?? personId;
	return person === 'recorded' ? name : m.devices_gap_person_before({ person: name });
}
