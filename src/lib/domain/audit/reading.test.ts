import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestAnswers } from './answers';
import { lacksOf } from './lacking';
import { AuditReading, nextRound } from './reading';
import { progressOf, scoreOf } from './result';
import { answer, item, section, template, verdict } from './testing/audit';
import type { AuditAnswer } from './audit';
import type { Condition } from './template';

const read = (of: ReturnType<typeof template>, ...stated: AuditAnswer[]) => new AuditReading(of, latestAnswers(stated));
const ids = (reading: AuditReading) => reading.asked.map(({ item: { id }, round }) => `${id}${round}`);
const ifSo = (condition: Condition) => template([section('s', [item('a'), item('b', { when: condition })])]);

describe('what is asked', () => {
	it('asks what depends on an answer only once that answer is given', () => {
		const failed = ifSo({ op: 'failed', item: 'a' });
		expect(ids(read(failed))).toEqual(['a0']);
		expect(ids(read(failed, verdict('a', 'pass')))).toEqual(['a0']);
		expect(ids(read(failed, verdict('a', 'fail')))).toEqual(['a0', 'b0']);
		expect(ids(read(failed, verdict('a', 'fail'), answer('a', null)))).toEqual(['a0']);
	});

	it('takes what is unanswered as not so, and the opposite of that as so', () => {
		const pass: Condition = { op: 'equals', item: 'a', value: 'pass' };
		expect(ids(read(ifSo(pass)))).toEqual(['a0']);
		expect(ids(read(ifSo({ op: 'not', of: pass })))).toEqual(['a0', 'b0']);
	});

	it('does not count the answer to an item that is hidden again', () => {
		const chain = template([
			section('s', [
				item('a'),
				item('b', { when: { op: 'failed', item: 'a' } }),
				item('c', { when: { op: 'failed', item: 'b' } })
			])
		]);
		const stated = [verdict('a', 'fail'), verdict('b', 'fail'), verdict('c', 'fail')];
		expect(ids(read(chain, ...stated))).toEqual(['a0', 'b0', 'c0']);
		const mended = read(chain, ...stated, verdict('a', 'pass'));
		expect(ids(mended)).toEqual(['a0']);
		expect(scoreOf(mended)).toEqual({ got: 1, possible: 1, passed: true });
	});

	it('never lets an item depend on itself or on what comes after it', () => {
		const ahead = template([section('s', [item('a', { when: { op: 'failed', item: 'b' } }), item('b')])]);
		expect(ids(read(ahead, verdict('b', 'fail')))).toEqual(['b0']);
	});

	it('asks each time round of a repeated section by its own answers, and sees any of them from elsewhere', () => {
		const extinguishers = template([
			section('each', [item('a'), item('b', { when: { op: 'failed', item: 'a' } })], {
				repeat: { label: 'Extinguisher', most: 3 }
			}),
			section('end', [item('report', { when: { op: 'failed', item: 'a' } })])
		]);
		const answers = latestAnswers([verdict('a', 'pass', 0), verdict('a', 'fail', 2)]);
		expect(ids(new AuditReading(extinguishers, answers))).toEqual(['a0', 'a2', 'b2', 'report0']);
		expect(ids(new AuditReading(extinguishers, answers, new Map([['each', 3]])))).toContain('a3');
		const [each] = extinguishers.sections;
		expect(each && nextRound(each, answers)).toBe(3);
		expect(each && nextRound(each, latestAnswers([0, 1, 2].map((round) => verdict('a', 'pass', round))))).toBe(null);
	});

	it('compares numbers, choices and texts as they are meant', () => {
		const asks = (condition: Condition, given: AuditAnswer) => ids(read(ifSo(condition), given)).length === 2;
		const number = answer('a', { kind: 'number', value: 8 });
		const chosen = answer('a', { kind: 'choice', value: ['x', 'y'] });
		const rated = answer('a', { kind: 'choice', value: ['4'] });
		expect(asks({ op: 'equals', item: 'a', value: '8' }, number)).toBe(true);
		expect(asks({ op: 'above', item: 'a', value: 8 }, number)).toBe(false);
		expect(asks({ op: 'at-least', item: 'a', value: 8 }, number)).toBe(true);
		expect(asks({ op: 'includes', item: 'a', value: 'y' }, chosen)).toBe(true);
		expect(asks({ op: 'equals', item: 'a', value: 'x' }, chosen)).toBe(false);
		expect(asks({ op: 'chosen-at-least', item: 'a', value: 2 }, chosen)).toBe(true);
		expect(asks({ op: 'chosen-at-most', item: 'a', value: 1 }, chosen)).toBe(false);
		expect(asks({ op: 'above', item: 'a', value: 3 }, rated)).toBe(true);
	});
});

describe('what is lacking', () => {
	const lacks = (of: ReturnType<typeof item>, ...given: AuditAnswer[]) => {
		const reading = read(template([section('s', [of])]), ...given);
		return reading.asked.flatMap((asked) => lacksOf(reading, asked));
	};

	it('asks for photo and note of what failed, and for nothing more of what passed', () => {
		const strict = item('a', { evidence: ['photo-on-fail', 'note-on-fail'] });
		expect(lacks(strict, verdict('a', 'pass'))).toEqual([]);
		expect(lacks(strict, verdict('a', 'fail'))).toEqual([{ lack: 'photos', least: 1, have: 0 }, { lack: 'note' }]);
		expect(lacks(strict)).toEqual([{ lack: 'answer' }]);
	});

	it('says in the template’s words what an answer has to be', () => {
		const tyre = item('a', {
			type: { kind: 'number', unit: 'bar', min: null, max: null, decimals: 1 },
			constraint: { holds: { op: 'below', item: 'a', value: 10 }, message: 'Read it again: no gauge goes that far' }
		});
		expect(lacks(tyre, answer('a', { kind: 'number', value: 2.3 }))).toEqual([]);
		expect(lacks(tyre, answer('a', { kind: 'number', value: 23 }))).toMatchObject([{ lack: 'constraint' }]);
		expect(lacks(tyre, answer('a', { kind: 'number', value: 2.34 }))).toEqual([{ lack: 'right-kind' }]);
		expect(lacks(tyre, answer('a', { kind: 'text', value: '2' }))).toEqual([{ lack: 'right-kind' }]);
	});
});

describe('the score', () => {
	const weighted = template([
		section('s', [item('a', { weight: 3 }), item('b', { weight: 1 }), item('c', { weight: 1, critical: true })])
	]);

	it('leaves out what is not applicable and not answered', () => {
		expect(scoreOf(read(weighted, verdict('a', 'not-applicable'), verdict('b', 'pass')))).toEqual({
			got: 1,
			possible: 1,
			passed: true
		});
	});

	it('fails the whole audit with one critical item, whatever the rest is worth', () => {
		const lenient = { ...weighted, passAt: 0.5 };
		const stated = [verdict('a', 'pass'), verdict('b', 'pass'), verdict('c', 'fail')];
		expect(scoreOf(read(lenient, ...stated))).toEqual({ got: 4, possible: 5, passed: false });
		expect(scoreOf(read(lenient, verdict('a', 'pass'), verdict('b', 'fail'), verdict('c', 'pass')))?.passed).toBe(true);
	});

	it('gives a choice its share of the best one', () => {
		const choices = [
			{ id: 'good', name: 'Good', score: 4, fails: false },
			{ id: 'fair', name: 'Fair', score: 1, fails: false },
			{ id: 'unseen', name: 'Could not be seen', score: null, fails: false }
		];
		const rated = template([
			section('s', [item('a', { weight: 2, type: { kind: 'choice', several: false, choices } })])
		]);
		const scored = (id: string) => scoreOf(read(rated, answer('a', { kind: 'choice', value: [id] })));
		expect(scored('fair')).toMatchObject({ got: 0.5, possible: 2 });
		expect(scored('unseen')).toMatchObject({ got: 0, possible: 0 });
	});

	it('is null where nothing is worth anything', () => {
		expect(scoreOf(read(template([section('s', [item('a', { weight: 0 })])]), verdict('a', 'fail')))).toBeNull();
	});

	const words = fc.constantFrom<'pass' | 'fail' | 'not-applicable' | null>('pass', 'fail', 'not-applicable', null);
	const filled = fc.array(fc.record({ weight: fc.integer({ min: 0, max: 9 }), word: words }), {
		minLength: 1,
		maxLength: 12
	});
	const readAll = (rows: readonly { weight: number; word: 'pass' | 'fail' | 'not-applicable' | null }[]) =>
		read(
			template([
				section(
					's',
					rows.map(({ weight }, index) => item(`i${index}`, { weight }))
				)
			]),
			...rows.flatMap(({ word }, index) => (word === null ? [] : [verdict(`i${index}`, word)]))
		);

	it('lies between nothing and everything, and never falls when an answer turns from fail to pass', () => {
		fc.assert(
			fc.property(filled, fc.nat(), (rows, at) => {
				const before = scoreOf(readAll(rows));
				if (!before) return;
				expect(before.got).toBeGreaterThanOrEqual(0);
				expect(before.got).toBeLessThanOrEqual(before.possible);
				const index = at % rows.length;
				if (rows[index]?.word !== 'fail') return;
				const after = scoreOf(readAll(rows.map((row, each) => (each === index ? { ...row, word: 'pass' } : row))));
				expect(after?.possible).toBe(before.possible);
				expect(after?.got).toBeGreaterThanOrEqual(before.got);
			})
		);
	});

	it('counts every asked item once, as answered, skipped or neither', () => {
		fc.assert(
			fc.property(filled, (rows) => {
				const progress = progressOf(readAll(rows));
				expect(progress.asked).toBe(rows.length);
				expect(progress.answered + progress.lacking).toBe(rows.length);
			})
		);
	});
});
