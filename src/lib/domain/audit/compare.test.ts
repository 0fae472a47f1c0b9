import { describe, expect, it } from 'vitest';
import { faultsOf } from './check-template';
import { compareTemplates } from './compare';
import { item, section, template } from './testing/audit';

const words = (before: ReturnType<typeof template>, after: ReturnType<typeof template>) =>
	compareTemplates(before, after).map((change) => {
		const of = 'item' in change ? change.item.id : 'section' in change ? change.section.id : '';
		return `${change.change} ${of}${'parts' in change ? ` ${change.parts.join()}` : ''}`.trim();
	});

describe('two versions of a template', () => {
	const before = template([section('s', [item('a'), item('b'), item('c')]), section('t', [item('d')])]);

	it('differ in nothing when nothing changed', () => {
		expect(words(before, structuredClone(before))).toEqual([]);
	});

	it('differ in what was added, taken away, reworded and moved, and in no more than that', () => {
		const after = template(
			[
				section('s', [item('c'), item('a', { weight: 3, critical: true }), item('new')]),
				section('t', [item('d'), item('b')])
			],
			{ passAt: 0.9 }
		);
		expect(words(before, after)).toEqual([
			'whole  passAt',
			'item-changed a weight,critical',
			'item-moved a',
			'item-added new',
			'item-moved b'
		]);
		expect(words(before, template([section('s', [item('a'), item('b'), item('c')])]))).toEqual([
			'item-removed d',
			'section-removed t'
		]);
	});
});

describe('a template that cannot be published', () => {
	it('says what is wrong and where', () => {
		const twice = section('s', [item('a'), item('a')]);
		expect(faultsOf(template([twice]))).toEqual([{ fault: 'id-twice', at: 'a' }]);
		const ahead = section('s', [item('a', { when: { op: 'failed', item: 'b' } }), item('b')]);
		expect(faultsOf(template([ahead]))).toEqual([{ fault: 'looks-ahead', at: 'a', item: 'b' }]);
		const gone = section('s', [item('a')], { when: { op: 'not', of: { op: 'answered', item: 'x' } } });
		expect(faultsOf(template([gone]))).toEqual([{ fault: 'unknown-item', at: 's', item: 'x' }]);
		const limits = item('a', { type: { kind: 'number', unit: 'bar', min: 3, max: 1, decimals: 0 } });
		expect(faultsOf(template([section('s', [limits])]))).toEqual([{ fault: 'limits', at: 'a' }]);
		expect(faultsOf(template([section('s', [item('a', { weight: 0 })])]))).toEqual([{ fault: 'nothing-counts' }]);
		expect(faultsOf(template([section('s', [item('a')])]))).toEqual([]);
	});
});
