/** Whether the tablet still holds what it recorded. Looks at keys and at two rows, so that a start with a long queue is no slower. */
import type { Witness } from '$lib/domain/ledger';
import type { LocalDatabase } from './database';

export interface Range {
	from: number;
	to: number;
}

/** The chain on this tablet is broken: nothing may be added to it, and what is left of it can still be sent. */
export interface Damage {
	/** Numbers of records that were made here and are gone, in order. */
	missing: Range[];
	/** A record is there and cannot be read. */
	unreadable: boolean;
}

/** Null when all is well. */
export async function findDamage(database: LocalDatabase, witness: Witness | null): Promise<Damage | null> {
	const { entries, outbox } = database;
	const [[head = 0], [firstUnsent]] = await Promise.all([
		entries.orderBy('seq').reverse().limit(1).primaryKeys(),
		outbox.orderBy('seq').limit(1).primaryKeys()
	]);
	const missing = await missingUnsent(database, firstUnsent ?? head + 1, head);
	const known = witness?.lastSeq ?? 0;
	if (known > head) missing.push({ from: head + 1, to: known });
	const readable = await Promise.all([entries.get(head), entries.get(firstUnsent ?? head)]).then(
		() => true,
		() => false
	);
	return missing.length > 0 || !readable ? { missing: joined(missing), unreadable: !readable } : null;
}

/** Numbers from the first unsent one on that have no entry: up to the chain's end, or the outbox's where that is later. */
async function missingUnsent(database: LocalDatabase, first: number, head: number): Promise<Range[]> {
	const [held, owed] = await Promise.all([
		database.entries.where('seq').aboveOrEqual(first).primaryKeys(),
		database.outbox.where('seq').aboveOrEqual(first).primaryKeys()
	]);
	const there = new Set(held);
	const missing: Range[] = [];
	for (let seq = first; seq <= Math.max(head, owed.at(-1) ?? 0); seq++) {
		if (!there.has(seq)) missing.push({ from: seq, to: seq });
	}
	return joined(missing);
}

/** Ranges that touch or overlap as one. */
function joined(ranges: readonly Range[]): Range[] {
	const result: Range[] = [];
	for (const range of ranges.toSorted((one, other) => one.from - other.from)) {
		const last = result.at(-1);
		if (last && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
		else result.push({ ...range });
	}
	return result;
}
