import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Capture } from '$lib/domain/capture';
import { Decision } from '$lib/domain/decision';
import { FIRST_POLICY } from '$lib/domain/policy';
import { TILE } from '$lib/domain/testing/part';
import type { Suggestion } from '$lib/domain/suggestion';
import { composeDecision, NothingToAccept, routeSuggestion, type Call } from './compose';
import { NO_SUGGESTION } from './model';

const capture: Capture = {
	id: 'capture-1',
	subject: { kind: 'part', partId: TILE.id },
	scanned: null,
	workOrderId: null,
	areaId: null,
	plan: { version: 1, viewId: 'face' },
	frame: { x: 0, y: 0, width: 1, height: 1 },
	photo: { sha256: 'a'.repeat(64), mediaType: 'image/jpeg', bytes: 10, width: 10, height: 10 },
	photoSource: 'camera',
	sample: false
};
const suggestion: Suggestion = {
	...NO_SUGGESTION.suggestion,
	id: 'suggestion-1',
	captureId: capture.id,
	candidates: [{ class: 'crack', probability: 0.9 }],
	conformalSet: ['crack'],
	coverage: 0.95,
	novelty: 0.1
};
const silent: Suggestion = { ...NO_SUGGESTION.suggestion, id: 'suggestion-2', captureId: capture.id };
const now = '2026-11-22T10:00:00.000Z';

function decide(call: Call, said: Suggestion = suggestion): Decision {
	const route = routeSuggestion(FIRST_POLICY, said, TILE, 'ana', now, false);
	return composeDecision(call, { id: 'decision-1', capture, suggestion: said, route, asksFirst: false, shownAt: now });
}

const calls: Call[] = [
	{ verdict: 'accept' },
	{ verdict: 'correct', class: 'good', otherClass: null, note: '' },
	{ verdict: 'correct', class: null, otherClass: 'Oil stain', note: 'wipes off' },
	{ verdict: 'reject', because: 'part-good', note: '' },
	{ verdict: 'reject', because: 'unusable', note: 'glare' },
	{ verdict: 'escalate', to: 'quality-engineer', note: 'hairline?' }
];

describe('a decision put on record', () => {
	it.each(calls)('fits the ledger and keeps its call: $verdict', (call) => {
		const decision = decide(call);
		expect(v.parse(Decision, decision)).toEqual(decision);
		expect(decision).toMatchObject(call);
	});

	it('says which suggestion, which policy rule and when it was seen', () => {
		expect(decide({ verdict: 'accept' })).toMatchObject({
			suggestionId: suggestion.id,
			captureId: capture.id,
			class: 'crack',
			policyVersion: FIRST_POLICY.version,
			ruleId: 'everything-else',
			reveal: 'suggestion-first',
			shownAt: now
		});
	});

	it('cannot accept what was never suggested, but can be anything else', () => {
		expect(() => decide({ verdict: 'accept' }, silent)).toThrow(NothingToAccept);
		expect(decide({ verdict: 'correct', class: 'crack', otherClass: null, note: '' }, silent).verdict).toBe('correct');
	});
});

describe('the route of a suggestion', () => {
	it('sees the severity of the suggested class', () => {
		const policy = {
			version: 2,
			rules: FIRST_POLICY.rules.map((rule) => ({ ...rule, when: { severity: ['critical' as const] } }))
		};
		expect(routeSuggestion(policy, suggestion, TILE, 'ana', now, false).because).toEqual(['severity']);
		expect(routeSuggestion(policy, silent, TILE, 'ana', now, false).rule).toBeNull();
	});

	it('does not count a missing conformal set as an empty one', () => {
		const policy = {
			version: 2,
			rules: FIRST_POLICY.rules.map((rule) => ({ ...rule, when: { setSize: { atMost: 1 } } }))
		};
		expect(routeSuggestion(policy, suggestion, TILE, 'ana', now, false).rule).not.toBeNull();
		expect(
			routeSuggestion(policy, { ...suggestion, coverage: null, conformalSet: [] }, TILE, 'ana', now, false).rule
		).toBeNull();
	});

	it('tells an unusable photo first', () => {
		const route = routeSuggestion(
			FIRST_POLICY,
			{ ...suggestion, usability: ['blurred'], novelty: 1 },
			TILE,
			'ana',
			now,
			false
		);
		expect(route.rule?.id).toBe('unusable-capture');
	});
});
