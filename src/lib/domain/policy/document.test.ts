import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST_POLICY, ruleFaults, type Rule } from '.';
import { readPolicyDocument, writePolicyDocument } from './document';
import { anyRules } from './testing/arbitrary';

const [first] = FIRST_POLICY.rules as [Rule];

/** Faults of a document whose only rule is the first policy's first with something else in it. */
function faultsOf(change: (rule: Record<string, unknown> & { when: object; then: object }) => object) {
	const read = readPolicyDocument(
		JSON.stringify({ format: 'countersign-policy', rules: [change(structuredClone(first))] })
	);
	return 'faults' in read ? read.faults : [];
}

it('reads what it wrote', () => {
	fc.assert(
		fc.property(anyRules, (rules) => {
			fc.pre(ruleFaults(rules).length === 0);
			expect(readPolicyDocument(writePolicyDocument(rules, 3, 'https://site.example'))).toEqual({ rules });
		})
	);
});

describe('a document with a mistake', () => {
	it('is told where a value is not one of those that may stand there', () => {
		expect(faultsOf((rule) => ({ ...rule, then: { ...rule.then, reveal: 'later' } }))).toEqual([
			{
				path: 'rules[0].then.reveal',
				fault: 'wrong',
				expected: '("suggestion-first" | "commit-first")',
				received: '"later"'
			}
		]);
	});

	it('is told what is missing', () => {
		expect(faultsOf(({ name: _, ...rule }) => rule)).toMatchObject([{ path: 'rules[0].name', fault: 'missing' }]);
		expect(readPolicyDocument('{"rules":[]}')).toMatchObject({ faults: [{ path: 'format', fault: 'missing' }] });
	});

	it('is told of names that nothing reads, in conditions and in consequences', () => {
		expect(faultsOf((rule) => ({ ...rule, when: { confidense: 1 } }))).toMatchObject([
			{ path: 'rules[0].when.confidense', fault: 'unknown' }
		]);
		expect(faultsOf((rule) => ({ ...rule, then: { ...rule.then, revealed: true } }))).toMatchObject([
			{ path: 'rules[0].then.revealed', fault: 'unknown' }
		]);
	});

	it('is told that an autonomous rule names its kinds and classes', () => {
		const then = { ...first.then, mode: 'autonomous', owner: 'ana', reason: 'why', expiresAt: '2027-01-01T00:00:00Z' };
		expect(faultsOf((rule) => ({ ...rule, then }))).toMatchObject([{ path: 'rules[0]', fault: 'unnamed' }]);
	});

	it('is told of rules that could never match', () => {
		expect(faultsOf((rule) => ({ ...rule, when: { class: [] } }))).toMatchObject([
			{ path: 'rules[0].when.class', fault: 'never-holds' }
		]);
	});

	it('is told when it is no JSON, or something else', () => {
		expect(readPolicyDocument('{"rules": [')).toMatchObject({ faults: [{ path: '', fault: 'not-json' }] });
		expect(readPolicyDocument('{"format":"other","rules":[]}')).toMatchObject({
			faults: [{ path: 'format', fault: 'wrong', expected: '"countersign-policy"', received: '"other"' }]
		});
		expect(readPolicyDocument('[]')).toMatchObject({ faults: [{ path: 'format' }, { path: 'rules' }] });
	});
});
