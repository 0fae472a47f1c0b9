import { item, section, template } from '$lib/domain/audit/testing/audit';
import type { Condition } from '$lib/domain/audit/template';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetDraft, keepDraft, TemplateDraft } from './draft.svelte';
import { asCondition, asRuleList, firstRule, opsFor } from './rules';

const kept = new Map<string, string>();
vi.stubGlobal('localStorage', {
	getItem: (key: string) => kept.get(key) ?? null,
	setItem: (key: string, value: string) => kept.set(key, value),
	removeItem: (key: string) => kept.delete(key)
});
beforeEach(() => kept.clear());

const {
	id: _id,
	version: _version,
	retired: _retired,
	sample: _sample,
	...CONTENT
} = template([section('s', [item('a'), item('b')]), section('t', [item('c')])]);
const order = (draft: TemplateDraft) => draft.content.sections.map(({ items }) => items.map(({ id }) => id));

describe('a template that is being changed', () => {
	it('moves items within a section, and from its edge into the one beside it', () => {
		const draft = new TemplateDraft('x', CONTENT);
		draft.moveItem('b', 'up');
		expect(order(draft)).toEqual([['b', 'a'], ['c']]);
		draft.moveItem('a', 'down');
		expect(order(draft)).toEqual([['b'], ['a', 'c']]);
		draft.moveItem('a', 'up');
		expect(order(draft)).toEqual([['b', 'a'], ['c']]);
		draft.moveItem('c', 'down');
		expect(order(draft)).toEqual([['b', 'a'], ['c']]);
	});

	it('takes away and brings back, as long as nothing else was done', () => {
		const draft = new TemplateDraft('x', CONTENT);
		draft.removeItem('a', 'A');
		expect([order(draft), draft.removed]).toEqual([[['b'], ['c']], 'A']);
		draft.undoRemove();
		expect([order(draft), draft.removed]).toEqual([[['a', 'b'], ['c']], null]);
		draft.removeSection('t');
		draft.change({ name: 'Other' });
		draft.undoRemove();
		expect(order(draft)).toEqual([['a', 'b']]);
	});

	it('duplicates an item right after it, under an id of its own', () => {
		const draft = new TemplateDraft('x', CONTENT);
		const copy = draft.duplicateItem('a', 'A again');
		expect(order(draft)).toEqual([['a', copy, 'b'], ['c']]);
	});

	it('is there again after a reload, half worded as it was, unless it was of something else', () => {
		const draft = new TemplateDraft('x 1', CONTENT);
		draft.addSection('');
		const again = new TemplateDraft('x 1', CONTENT);
		again.restore();
		expect(again.isRestored).toBe(true);
		expect(again.content).toEqual(draft.content);
		const other = new TemplateDraft('x 2', CONTENT);
		other.restore();
		expect(other.content).toEqual(CONTENT);
		again.startAgain();
		expect([again.content, kept.size]).toEqual([CONTENT, 0]);
	});

	it('goes on with what an import has left', () => {
		keepDraft('new', { ...CONTENT, name: 'Imported' });
		const draft = new TemplateDraft('new', CONTENT);
		draft.restore();
		expect(draft.content.name).toBe('Imported');
		forgetDraft();
		expect(kept.size).toBe(0);
	});
});

describe('conditions in the editor', () => {
	it('are the same after being taken apart and put together', () => {
		const conditions: (Condition | null)[] = [
			null,
			{ op: 'failed', item: 'a' },
			{ op: 'not', of: { op: 'equals', item: 'a', value: 'pass' } },
			{
				op: 'any',
				of: [
					{ op: 'above', item: 'n', value: 2.5 },
					{ op: 'includes', item: 'c', value: 'x' }
				]
			}
		];
		for (const condition of conditions) {
			const list = asRuleList(condition);
			expect(list && asCondition(list)).toEqual(condition);
		}
	});

	it('that are nested, as imports bring them, are left as they are', () => {
		expect(asRuleList({ op: 'not', of: { op: 'failed', item: 'a' } })).toBeNull();
		expect(asRuleList({ op: 'all', of: [{ op: 'any', of: [] }] })).toBeNull();
		expect(asRuleList({ op: 'any', of: [] })).toBeNull();
	});

	it('begin with the likeliest question about an item', () => {
		expect(firstRule(item('a'))).toEqual({ item: 'a', op: 'failed', value: 'pass' });
		expect(opsFor(item('a', { type: { kind: 'photo', least: 1, assist: null } }))).toEqual(['answered']);
	});
});
