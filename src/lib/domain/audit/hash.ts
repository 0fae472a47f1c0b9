/** What a signature under an audit is bound to. */
import * as v from 'valibot';
import { canonicalBytes, hashCanonical } from '../ledger/entry';
import { answerKey, type Answers } from './answers';
import { AuditAnswer, Finding, StartedAudit } from './audit';
import { isAnswered } from './failing';

/**
 * SHA-256, base64url, over the RFC 8785 form of the audit as it was begun, the latest answer to each item that was not taken back, and the
 * latest state of each finding. The same in whatever order they are given: they are put in order of their names here. Whether an item is
 * asked plays no part, so that a later version of the app cannot read a signature differently.
 */
export function hashOfAudit(started: StartedAudit, answers: Answers, findings: readonly Finding[]): string {
	const counted = [...answers.values()]
		.filter(isAnswered)
		.map((answer) => v.parse(AuditAnswer, answer))
		.sort((a, b) => compare(answerKey(a.itemId, a.round), answerKey(b.itemId, b.round)));
	const found = findings.map((finding) => v.parse(Finding, finding)).sort((a, b) => compare(a.id, b.id));
	return hashCanonical(canonicalBytes({ audit: v.parse(StartedAudit, started), answers: counted, findings: found }));
}

/** By UTF-16 code units, whatever the language of the device. */
function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
