/** How far an audit is, and what came of it. */
import type { AuditAnswer } from './audit';
import { fails, isAnswered, isSkipped } from './failing';
import { lacksOf } from './lacking';
import type { Asked, AuditReading } from './reading';
import type { AuditItem, AuditTemplate } from './template';

export interface Progress {
	/** Items that are asked, each time round counted. */
	asked: number;
	answered: number;
	skipped: number;
	failed: number;
	/** Items that lack something before the audit can be signed. */
	lacking: number;
}

export function progressOf(reading: AuditReading): Progress {
	const count = (is: (asked: Asked) => boolean) => reading.asked.filter(is).length;
	return {
		asked: reading.asked.length,
		answered: count(({ answer }) => isAnswered(answer) && !isSkipped(answer)),
		skipped: count(({ answer }) => isSkipped(answer)),
		failed: count(({ item, answer }) => fails(item, answer)),
		lacking: count((asked) => lacksOf(reading, asked).length > 0)
	};
}

export interface Score {
	got: number;
	possible: number;
	passed: boolean;
}

/** Whether its answers are worth anything, or one of them decides alone. */
export function isScored({ sections }: AuditTemplate): boolean {
	return sections.some(({ items }) => items.some(({ weight, critical }) => weight > 0 || critical));
}

/**
 * The score of what is answered so far; null where the template is not scored. An item that does not fail gets its weight, one that
 * fails gets nothing, a choice its score's share of the best choice's. What is unanswered, skipped or not applicable is left out of both
 * sums. A critical item that fails, or is passed over, fails the whole audit whatever the rest is worth.
 */
export function scoreOf({ template, asked }: AuditReading): Score | null {
	if (!isScored(template)) return null;
	let got = 0;
	let possible = 0;
	let isFailed = false;
	for (const { item, answer } of asked) {
		if (item.critical && (fails(item, answer) || isSkipped(answer))) isFailed = true;
		const share = shareOf(item, answer);
		if (share === null) continue;
		got += item.weight * share;
		possible += item.weight;
	}
	const isEnough = template.passAt === null || possible === 0 || got / possible >= template.passAt - TOLERANCE;
	return { got, possible, passed: !isFailed && isEnough };
}

/** What adding up binary fractions may take away. */
const TOLERANCE = 1e-9;

/** 0 to 1; null for what does not count. */
function shareOf(item: AuditItem, answer: AuditAnswer | null): number | null {
	const value = answer?.value;
	if (!value || value.kind === 'skipped' || value.kind === 'instruction') return null;
	if (value.kind === 'pass-fail' && value.value === 'not-applicable') return null;
	if (fails(item, answer)) return 0;
	if (value.kind !== 'choice' || item.type.kind !== 'choice') return 1;
	const { choices, several } = item.type;
	const scores = choices.flatMap(({ score }) => score ?? []);
	if (scores.length === 0) return 1;
	const chosen = choices.filter(({ id }) => value.value.includes(id)).flatMap(({ score }) => score ?? []);
	if (chosen.length === 0) return null;
	const best = several ? sum(scores.filter((score) => score > 0)) : Math.max(...scores);
	return best > 0 ? Math.min(1, Math.max(0, sum(chosen) / best)) : 0;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
