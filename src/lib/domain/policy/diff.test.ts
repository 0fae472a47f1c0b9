import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIRST_POLICY, IN_THE_LOOP, type Rule } from '.';
import { diffRules } from './diff';
import { anyRules } from './testing/arbitrary';

const [unusable, novel, notSure, rest] = FIRST_POLICY.rules as [Rule, Rule, Rule, Rule];
const told = (before: readonly Rule[], after: readonly Rule[]) =>
	diffRules(before, after).map((each) => [
		each.rule.id,
		each.change,
		...(each.change === 'changed' ? [each.moved, ...each.fields] : [])
	]);

it('tells what was added, changed and removed, each where it stands', () => {
	const changed = {
		...novel,
		name: 'New to us',
		when: { novelty: { atLeast: 0.8 } },
		then: { ...novel.then, reveal: 'commit-first' as const }
	};
	const added = { id: 'cracks', name: 'Cracks', when: { class: ['crack'] }, then: IN_THE_LOOP };
	expect(told([unusable, novel, notSure, rest], [unusable, added, changed, rest])).toEqual([
		['unusable-capture', 'same'],
		['cracks', 'added'],
		['new-case', 'changed', null, 'name', 'when.novelty', 'then.reveal'],
		['not-sure', 'removed'],
		['everything-else', 'same']
	]);
});

it('names the one rule that moved, and not those it passed', () => {
	expect(told([unusable, novel, notSure, rest], [notSure, unusable, novel, rest])).toEqual([
		['not-sure', 'changed', 'earlier'],
		['unusable-capture', 'same'],
		['new-case', 'same'],
		['everything-else', 'same']
	]);
	expect(told([unusable, novel, notSure, rest], [novel, notSure, unusable, rest])).toContainEqual([
		'unusable-capture',
		'changed',
		'later'
	]);
});

it('does not take the order of a list for a change', () => {
	const one = { ...rest, when: { class: ['crack', 'fray'] } };
	const other = { ...rest, when: { class: ['fray', 'crack'] } };
	expect(told([one], [other])).toEqual([['everything-else', 'same']]);
});

it('tells every rule of both sides once, and nothing between equals', () => {
	const shuffled = anyRules.chain((rules) => fc.tuple(fc.constant(rules), anyRules, fc.shuffledSubarray(rules)));
	fc.assert(
		fc.property(shuffled, ([before, more, kept]) => {
			const after = [...kept, ...more.map((rule) => ({ ...rule, id: `new-${rule.id}` }))];
			const changes = diffRules(before, after);
			expect(changes.filter(({ change }) => change !== 'removed').map(({ rule }) => rule)).toEqual(after);
			const old = changes.flatMap((each) =>
				each.change === 'changed' ? each.before : each.change === 'added' ? [] : each.rule
			);
			expect(old.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
			expect(diffRules(after, after).every(({ change }) => change === 'same')).toBe(true);
		})
	);
});
