/** The answers of one audit: the latest to each item, in each time round of its section. */
import type { AuditAnswer } from './audit';

/** By `answerKey`. An answer that was taken back stays, with the value null. */
export type Answers = ReadonlyMap<string, AuditAnswer>;

export function answerKey(itemId: string, round: number): string {
	return `${itemId} ${round}`;
}

/** Of what was stated, in the order in which it was, the latest to each item. */
export function latestAnswers(stated: Iterable<AuditAnswer>): Map<string, AuditAnswer> {
	const latest = new Map<string, AuditAnswer>();
	for (const answer of stated) latest.set(answerKey(answer.itemId, answer.round), answer);
	return latest;
}
