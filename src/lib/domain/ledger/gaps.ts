/** Which of a device's records the server misses, number by number: told apart from those that only wait to be sent. */
import type { UnsentRun } from './witness';

/** Numbers above what the server holds, seen to be missing because a later record came, at the server's time `since`. */
export interface NoticedGap {
	from: number;
	to: number;
	since: string;
}

export interface GapFacts {
	/** The server holds every record up to this number, accepted or in quarantine. */
	heldTo: number;
	/** The newest record the device is known to have made. */
	knownTo: number;
	noticed: readonly NoticedGap[];
	/** When the device was locked out, by the server's clock; null while it may send. */
	lockedOutAt: string | null;
	/** What was lost with the tablet's storage, when it went on under a new identity; its time is the server's. */
	lost: { runs: readonly UnsentRun[]; lastSeq: number; since: string } | null;
	/** Who was last named by a record that the server holds; null for nobody. */
	lastPersonId: string | null;
}

/** Consecutive records that are missing. */
export interface Gap {
	from: number;
	to: number;
	/** Since when the server knows, by its clock. */
	since: string;
	personId: string | null;
	/** `recorded`: the tablet itself said whose they are. `before`: the person of the record before them; it may have been another. */
	person: 'recorded' | 'before' | 'unknown';
	/** When the first of them was made, by the tablet's clock; null where that is not known. */
	madeAt: string | null;
}

export interface Missing {
	/** In order, without overlap. */
	gaps: Gap[];
	/** Records the device has said it holds and has not sent yet. */
	notYetSent: number;
}

export function missingRecords(facts: GapFacts): Missing {
	const { heldTo, knownTo, noticed, lost } = facts;
	const runs = lost?.runs ?? [];
	const last = Math.max(knownTo, lost?.lastSeq ?? 0, ...noticed.map(({ to }) => to), ...runs.map(({ to }) => to));
	const gaps: Gap[] = [];
	let notYetSent = 0;
	// Between two edges every number is in the same state.
	const edges = new Set([heldTo + 1, last + 1]);
	for (const { from, to } of [...noticed, ...runs, { from: 1, to: lost?.lastSeq ?? 0 }]) {
		for (const edge of [from, to + 1]) if (edge > heldTo && edge <= last) edges.add(edge);
	}
	const ordered = [...edges].sort((a, b) => a - b);
	for (const [index, from] of ordered.entries()) {
		const next = ordered[index + 1];
		if (next === undefined || from > last) break;
		const to = next - 1;
		const since = sinceWhen(facts, from);
		if (since === null) notYetSent += to - from + 1;
		else addGap(gaps, { from, to, since, ...whose(facts, from) });
	}
	return { gaps, notYetSent };
}

/** Since when the server knows that this record is missing: the earliest word counts. Null while it may still come by itself. */
function sinceWhen({ noticed, lockedOutAt, lost }: GapFacts, seq: number): string | null {
	const times = noticed.filter(({ from, to }) => from <= seq && seq <= to).map(({ since }) => since);
	if (lost) times.push(lost.since);
	if (lockedOutAt !== null) times.push(lockedOutAt);
	return times.sort()[0] ?? null;
}

function whose({ lost, lastPersonId }: GapFacts, seq: number): Pick<Gap, 'personId' | 'person' | 'madeAt'> {
	const run = lost?.runs.find(({ from, to }) => from <= seq && seq <= to);
	if (run?.personId) return { personId: run.personId, person: 'recorded', madeAt: run.since };
	if (lastPersonId !== null) return { personId: lastPersonId, person: 'before', madeAt: run?.since ?? null };
	return { personId: null, person: 'unknown', madeAt: run?.since ?? null };
}

/** Joins what differs in nothing but its numbers. */
function addGap(gaps: Gap[], gap: Gap): void {
	const before = gaps.at(-1);
	const same =
		before?.to === gap.from - 1 &&
		before.since === gap.since &&
		before.personId === gap.personId &&
		before.person === gap.person &&
		before.madeAt === gap.madeAt;
	if (same) before.to = gap.to;
	else gaps.push(gap);
}

/** The parts of runs beyond what the server holds, and the numbers up to `lastSeq` that no run covers, as runs of nobody's. */
export function runsBeyond(heldTo: number, lastSeq: number, runs: readonly UnsentRun[], at: string): UnsentRun[] {
	const beyond: UnsentRun[] = [];
	let next = heldTo + 1;
	for (const run of runs.toSorted((one, other) => one.from - other.from)) {
		const from = Math.max(run.from, next);
		if (run.to < from) continue;
		if (from > next) beyond.push({ from: next, to: from - 1, personId: null, since: at });
		beyond.push({ ...run, from });
		next = run.to + 1;
	}
	if (next <= lastSeq) beyond.push({ from: next, to: lastSeq, personId: null, since: at });
	return beyond;
}
