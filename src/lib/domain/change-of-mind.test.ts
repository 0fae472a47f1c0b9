import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOfMind, compareCalls } from './change-of-mind';
import type { FirstCall } from './committed-call';
import type { Decision } from './decision';
import { GOOD } from './site';
import { suggestedClass, type Suggestion } from './suggestion';
import { COMMIT_FIRST } from './testing/decision';

type Said = Pick<Suggestion, 'candidates' | 'conformalSet' | 'anomaly' | 'novelty'>;

const silent: Said = { candidates: [], conformalSet: [], anomaly: null, novelty: null };
const unlikeGood: Said = { ...silent, anomaly: { score: 2, threshold: 1 } };

function sure(named: string): Said {
	return { ...silent, candidates: [{ class: named, probability: 0.9 }], conformalSet: [named], novelty: 0.1 };
}

function notSure(...possible: string[]): Said {
	return {
		...silent,
		candidates: possible.map((id, index) => ({ class: id, probability: 0.5 - index / 10 })),
		conformalSet: possible,
		novelty: 0.1
	};
}

const isA = (id: string): FirstCall => ({ kind: 'class', class: id });
const OTHER: FirstCall = { kind: 'other-defect' };
const CANNOT_TELL: FirstCall = { kind: 'cannot-tell' };

const accept = (id: string): Decision => ({ ...COMMIT_FIRST, verdict: 'accept', class: id });
const correct = (id: string): Decision => ({ ...COMMIT_FIRST, verdict: 'correct', class: id, otherClass: null });
const named = (words: string): Decision => ({ ...COMMIT_FIRST, verdict: 'correct', class: null, otherClass: words });
const isGood: Decision = { ...COMMIT_FIRST, verdict: 'reject', because: 'part-good' };
const retake: Decision = { ...COMMIT_FIRST, verdict: 'reject', because: 'unusable' };
const escalate: Decision = { ...COMMIT_FIRST, verdict: 'escalate', to: 'quality-engineer' };

describe('what became of a first call', () => {
	const none = { agreedAtFirst: false, changedToModel: false, changedAway: false, kept: false };

	it.each<[string, FirstCall, Said, Decision, Partial<typeof none>]>([
		['agreed, and stayed', isA('crack'), sure('crack'), accept('crack'), { agreedAtFirst: true, kept: true }],
		['differed, and stayed', isA('fray'), sure('crack'), correct('fray'), { kept: true }],
		['said good against a defect, and stayed', isA(GOOD), sure('crack'), isGood, { kept: true }],
		['took over the model’s', isA(GOOD), sure('crack'), accept('crack'), { changedToModel: true }],
		['took over the model’s good', isA('crack'), sure(GOOD), accept(GOOD), { changedToModel: true }],
		[
			'could not tell, and took over the model’s',
			CANNOT_TELL,
			sure('crack'),
			accept('crack'),
			{ changedToModel: true }
		],
		['found a third', isA('fray'), sure('crack'), correct('break'), { changedAway: true }],
		[
			'agreed, and then saw it otherwise',
			isA('crack'),
			sure('crack'),
			isGood,
			{ agreedAtFirst: true, changedAway: true }
		],
		['gave up the photo', isA('crack'), sure(GOOD), retake, { changedAway: true }],
		['could not tell, and took it again', CANNOT_TELL, sure(GOOD), retake, { kept: true }],
		['named what is not listed', OTHER, sure('crack'), named('Oil stain'), { kept: true }],
		['handed over', isA('crack'), sure('crack'), escalate, { agreedAtFirst: true }],
		['decided without a model', isA('crack'), silent, correct('crack'), { kept: true }],
		[
			'named what the model only finds unlike the good ones',
			isA('crack'),
			unlikeGood,
			correct('crack'),
			{
				agreedAtFirst: true,
				kept: true
			}
		],
		[
			'agreed on a defect, and named another',
			isA('crack'),
			unlikeGood,
			correct('fray'),
			{
				agreedAtFirst: true,
				changedAway: true
			}
		],
		['followed a model that names no defect', isA(GOOD), unlikeGood, accept('unnamed-defect'), { changedToModel: true }]
	])('%s', (_, first, said, decision, expected) => {
		expect(changeOfMind(first, said, decision)).toEqual({ ...none, ...expected });
	});

	const classes = fc.constantFrom(GOOD, 'crack', 'fray', 'break');
	const firsts = fc.oneof(classes.map(isA), fc.constant(OTHER), fc.constant(CANNOT_TELL));
	const suggestions = fc.oneof(classes.map(sure), fc.constant(silent), fc.constant(unlikeGood));
	const decisions = fc.oneof(
		classes.map(accept),
		classes.map(correct),
		fc.constantFrom(named('Stain'), isGood, retake)
	);

	it('is one thing and not another, whatever was said', () => {
		fc.assert(
			fc.property(firsts, suggestions, decisions, (first, said, decision) => {
				const { agreedAtFirst, kept, changedToModel, changedAway } = changeOfMind(first, said, decision);
				expect([kept, changedToModel, changedAway].filter(Boolean)).toHaveLength(1);
				if (agreedAtFirst) expect(changedToModel).toBe(false);
				if (suggestedClass(said) === null) expect(agreedAtFirst || changedToModel).toBe(false);
			})
		);
	});

	it('is undecided where the case was handed over', () => {
		fc.assert(
			fc.property(firsts, suggestions, (first, said) => {
				const { kept, changedToModel, changedAway } = changeOfMind(first, said, escalate);
				expect([kept, changedToModel, changedAway]).toEqual([false, false, false]);
			})
		);
	});
});

describe('the two calls side by side', () => {
	it.each<[FirstCall, Said, string]>([
		[isA('crack'), sure('crack'), 'same'],
		[isA(GOOD), sure('crack'), 'different'],
		[CANNOT_TELL, sure('crack'), 'different'],
		[isA('crack'), silent, 'silent'],
		[isA('crack'), { ...sure('crack'), novelty: 0.95 }, 'new'],
		[isA('fray'), notSure('crack', 'fray'), 'possible'],
		[isA(GOOD), notSure('crack', 'fray'), 'different'],
		[isA('crack'), unlikeGood, 'same'],
		[OTHER, unlikeGood, 'same']
	])('%o and %o: %s', (first, said, expected) => {
		expect(compareCalls(first, said)).toBe(expected);
	});
});
