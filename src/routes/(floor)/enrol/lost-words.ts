/** What a tablet has lost, in words: which records, of whom, since when; and what is safe. */
import { dateAndTime } from '$lib/components/measures';
import { m } from '$lib/messages';
import { runsWithin, type UnsentRun, type Witness } from '$lib/domain/ledger';

interface Kept {
	witness: Pick<Witness, 'lastSeq' | 'unsent'>;
	people: Readonly<Record<string, string>>;
}

export interface LostWords {
	/** Up to where the server has everything. */
	safe: string;
	/** One line a run of records that nobody but this tablet had. */
	lost: string[];
}

/** @param missing numbers that are gone; everything the tablet had made where its storage was cleared */
export function lostWords(kept: Kept | null, missing: readonly { from: number; to: number }[] | null): LostWords {
	if (!kept) return { safe: m.enrol_lost_safe_unknown(), lost: (missing ?? []).map(gone) };
	const { unsent, lastSeq } = kept.witness;
	const lost = missing ? runsWithin(unsent, missing) : unsent;
	const confirmed = (unsent[0]?.from ?? lastSeq + 1) - 1;
	return {
		safe: confirmed > 0 ? m.enrol_lost_safe({ seq: confirmed }) : m.enrol_lost_safe_none(),
		lost: lost.map((run) => ofPerson(run, kept.people))
	};
}

function ofPerson({ from, to, personId, since }: UnsentRun, people: Kept['people']): string {
	const person = (personId !== null && people[personId]) || m.enrol_lost_nobody();
	const facts = { person, since: dateAndTime(since) };
	return from === to ? m.enrol_lost_one({ ...facts, seq: from }) : m.enrol_lost_run({ ...facts, from, to });
}

function gone({ from, to }: { from: number; to: number }): string {
	return from === to ? m.enrol_lost_gone_one({ seq: from }) : m.enrol_lost_gone({ from, to });
}
