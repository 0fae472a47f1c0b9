/** What is still asked for an answer, and what the answers count. */
import { conditionHolds, keyOf, type Answers, type Asked } from './asked';
import type { AnswerValue, AuditAnswer } from './audit';
import { outcomeOf, type Outcome } from './outcome';
import type { AuditItem, AuditTemplate } from './template';

/** What an answer still lacks. `rule` is the item's own constraint. */
export type Missing = 'answer' | 'rule' | 'photo' | 'photos' | 'note';

/** Of one item; what is not required and not answered lacks nothing. */
export function missingOf(item: AuditItem, answer: AuditAnswer | undefined): Missing[] {
	const value = answer?.value ?? null;
	if (value === null) return item.required && item.type.kind !== 'instruction' ? ['answer'] : [];
	if (value.kind === 'skipped') return [];
	const missing: Missing[] = [];
	if (!keepsRule(item, value)) missing.push('rule');
	const photos = answer?.photos.length ?? 0;
	const failed = outcomeOf(item, value) === 'fail';
	if (item.type.kind === 'photo' && photos < item.type.least) missing.push('photos');
	else if (
		photos === 0 &&
		(item.evidence.includes('photo-always') || (failed && item.evidence.includes('photo-on-fail')))
	)
		missing.push('photo');
	if (failed && item.evidence.includes('note-on-fail') && answer?.note === '') missing.push('note');
	return missing;
}

function keepsRule(item: AuditItem, value: AnswerValue): boolean {
	if (item.constraint === null) return true;
	return conditionHolds(
		item.constraint.holds,
		(id) => (id === item.id ? value : null),
		(id) => (id === item.id ? item : null)
	);
}

export interface Score {
	got: number;
	possible: number;
	passed: boolean;
}

/** Over the items that are asked; null where the template is not scored. What was skipped or does not apply counts for nothing. */
export function scoreOf(template: AuditTemplate, asked: readonly Asked[], answers: Answers): Score | null {
	if (template.passAt === null) return null;
	let got = 0;
	let possible = 0;
	let passed = true;
	for (const { item, round } of asked) {
		const value = answers.get(keyOf(item.id, round))?.value ?? null;
		const outcome = outcomeOf(item, value);
		if (outcome === 'fail' && item.critical) passed = false;
		if (outcome === 'not-applicable' || outcome === 'skipped') continue;
		const points = pointsOf(item, value, outcome);
		got += points.got;
		possible += points.possible;
	}
	const share = possible > 0 ? got / possible : 1;
	return { got, possible, passed: passed && share >= template.passAt };
}

function pointsOf({ type, weight }: AuditItem, value: AnswerValue, outcome: Outcome | null) {
	if (type.kind === 'choice' && type.choices.some(({ score }) => score !== null)) {
		const chosen = value?.kind === 'choice' ? value.value : [];
		const scores = type.choices.map(({ score }) => Math.max(0, score ?? 0));
		const possible = type.several ? scores.reduce((sum, score) => sum + score, 0) : Math.max(0, ...scores);
		const got = type.choices.reduce((sum, { id, score }) => sum + (chosen.includes(id) ? (score ?? 0) : 0), 0);
		return { got, possible };
	}
	return { got: outcome === 'pass' || outcome === 'noted' ? weight : 0, possible: weight };
}
