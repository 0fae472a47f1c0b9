/** A tablet's unconfirmed records as the runs a witness names: kept up record by record, never counted anew. */
import { MAX_UNSENT_RUNS, type UnsentRun } from './witness';

/** What a run needs to know of one record. */
export interface UnsentRecord {
	seq: number;
	personId: string | null;
	at: string;
}

/** `runs` with later records, in order, at their end. */
export function withRecords(runs: readonly UnsentRun[], records: readonly UnsentRecord[]): UnsentRun[] {
	const extended = [...runs];
	for (const { seq, personId, at } of records) {
		const last = extended.at(-1);
		if (last?.to === seq - 1 && last.personId === personId) extended[extended.length - 1] = { ...last, to: seq };
		else extended.push({ from: seq, to: seq, personId, since: at });
	}
	return extended;
}

/** What of `runs` lies from this number on: everything before it is confirmed. */
export function runsFrom(runs: readonly UnsentRun[], seq: number): UnsentRun[] {
	return runs.flatMap((run) => (run.to < seq ? [] : [{ ...run, from: Math.max(run.from, seq) }]));
}

/** What of `runs` lies within one of `ranges`. */
export function runsWithin(runs: readonly UnsentRun[], ranges: readonly { from: number; to: number }[]): UnsentRun[] {
	return ranges.flatMap((range) =>
		runs.flatMap((run) => {
			const [from, to] = [Math.max(run.from, range.from), Math.min(run.to, range.to)];
			return from <= to ? [{ ...run, from, to }] : [];
		})
	);
}

/** As many runs as a witness holds: the oldest are told as one, of nobody's where they are of several. */
export function foldRuns(runs: readonly UnsentRun[]): UnsentRun[] {
	if (runs.length <= MAX_UNSENT_RUNS) return [...runs];
	const [first, ...others] = runs.slice(0, runs.length - MAX_UNSENT_RUNS + 1);
	const rest = runs.slice(runs.length - MAX_UNSENT_RUNS + 1);
	const last = others.at(-1);
	if (!first || !last) return rest;
	const personId = others.every((run) => run.personId === first.personId) ? first.personId : null;
	return [{ from: first.from, to: last.to, personId, since: first.since }, ...rest];
}
