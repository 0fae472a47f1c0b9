import { FIRST_POLICY, notActedOn, type Rule } from '$lib/domain/policy';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withMode } from './consequence';
import { PolicyDraft } from './draft.svelte';

const { rules } = FIRST_POLICY;
const [first] = rules as [Rule];
const ids = (draft: PolicyDraft) => draft.rules.map(({ id }) => id);

/** As a browser has it. */
function memory(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
	const kept = new Map<string, string>();
	return {
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => void kept.set(key, value),
		removeItem: (key) => void kept.delete(key)
	};
}

beforeEach(() => vi.stubGlobal('localStorage', memory()));
afterEach(() => vi.unstubAllGlobals());

describe('a draft of rules', () => {
	it('moves a rule by one place, and not beyond the ends', () => {
		const draft = new PolicyDraft('v1', rules, '');
		draft.move('unusable-capture', 'later');
		expect(ids(draft)).toEqual(['new-case', 'unusable-capture', 'not-sure', 'everything-else']);
		draft.move('new-case', 'earlier');
		draft.move('everything-else', 'later');
		expect(ids(draft)).toEqual(['new-case', 'unusable-capture', 'not-sure', 'everything-else']);
	});

	it('duplicates a rule right after it under an id of its own', () => {
		const draft = new PolicyDraft('v1', rules, '');
		const id = draft.duplicate('new-case', 'Copy');
		expect(draft.rules[2]).toMatchObject({ id, name: 'Copy', when: rules[1]?.when });
		expect(new Set(ids(draft)).size).toBe(5);
	});

	it('gives back what was deleted, where it stood', () => {
		const draft = new PolicyDraft('v1', rules, '');
		draft.remove('not-sure');
		expect(draft.removed?.id).toBe('not-sure');
		draft.undoRemove();
		expect(draft.rules).toEqual(rules);
		expect(draft.removed).toBeNull();
	});

	it('leaves out of a rule what nothing acts on', () => {
		const draft = new PolicyDraft('v1', [{ ...first, when: { asset: ['press-1'] } }], '');
		draft.keepActedOn(first.id);
		expect(draft.rules.flatMap(notActedOn)).toEqual([]);
	});
});

describe('a draft that was begun before', () => {
	it('is taken up again, and can be given up for what is in force', () => {
		const before = new PolicyDraft('v1', rules, '');
		before.remove('not-sure');
		before.note = 'because';
		const draft = new PolicyDraft('v1', rules, '');
		draft.restore();
		expect(ids(draft)).toEqual(['unusable-capture', 'new-case', 'everything-else']);
		expect([draft.note, draft.isRestored, draft.isChanged]).toEqual(['because', true, true]);
		draft.startAgain('');
		const next = new PolicyDraft('v1', rules, '');
		next.restore();
		expect([next.rules, next.isRestored]).toEqual([rules, false]);
	});

	it('is taken up again with what it does not say yet', () => {
		const before = new PolicyDraft('v1', rules, '');
		const unfinished = { ...first, name: '', then: withMode(first.then, 'autonomous') };
		before.change(unfinished);
		const draft = new PolicyDraft('v1', rules, '');
		draft.restore();
		expect(draft.rules[0]).toEqual(unfinished);
	});

	it('is not mixed up with a draft of something else, nor with what no version wrote', () => {
		new PolicyDraft('v1', rules, '').remove('not-sure');
		const other = new PolicyDraft('v2', rules, '');
		other.restore();
		expect(other.rules).toEqual(rules);
		localStorage.setItem('countersign-policy-draft', '{"begunWith":"v2","rules":[{}],"note":""}');
		other.restore();
		expect(other.rules).toEqual(rules);
	});

	it('does not stop a browser that keeps nothing', () => {
		vi.stubGlobal('localStorage', {
			getItem: () => {
				throw new Error('denied');
			},
			setItem: () => {
				throw new Error('denied');
			}
		});
		const draft = new PolicyDraft('v1', rules, '');
		draft.restore();
		draft.remove('not-sure');
		expect(draft.rules).toHaveLength(3);
	});
});
