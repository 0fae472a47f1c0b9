import { describe, expect, it } from 'vitest';
import { hashOfMatter } from '../approval';
import { matterNow, type CaseEvent } from '../checkpoint';
import type { Decision } from '../decision';
import type { Entry } from '../ledger';
import type { Capture } from '../capture';
import type { Suggestion } from '../suggestion';
import type { CaseRecord } from './case-detail';
import { matterOf } from './matter';

const by = { personId: 'lena', role: 'inspector' } as const;
const decision = (id: string, over: Partial<Decision> = {}) =>
	({
		id,
		captureId: 'c',
		suggestionId: 's',
		supersedes: null,
		note: '',
		reveal: 'suggestion-first',
		shownAt: null,
		policyVersion: 1,
		ruleId: null,
		verdict: 'accept',
		class: 'crack',
		...over
	}) as Decision;
const entry = (type: Entry['type'], body: object) =>
	({
		position: 1,
		receivedAt: '',
		entry: { id: 'e', type, body, actor: { ...by, proof: 'pin-offline' } }
	}) as unknown as CaseRecord['entries'][number];

const recordOf = (...entries: CaseRecord['entries']): CaseRecord => ({
	capture: { id: 'c', photo: { sha256: 'ab'.repeat(32) } } as Capture,
	report: null,
	suggestion: { id: 's' } as Suggestion,
	entries
});

describe('what a signature is put under', () => {
	it('is the same on the desk as on the server: what stands, without what was taken back or replaced', () => {
		const made = [decision('one'), decision('two', { supersedes: 'one' }), decision('three')];
		const record = recordOf(
			...made.map((body) => entry('decision.made', body)),
			entry('decision.withdrawn', { decisionId: 'three' }),
			entry('comment.made', { id: 'x', suggestionId: 's', text: 'Look' }),
			entry('decision.made', decision('elsewhere', { suggestionId: 'another' }))
		);
		const matter = matterOf(record);
		expect(matter.decisions.map(({ decision: { id } }) => id)).toEqual(['two']);
		const events = made.map((body): CaseEvent => ({ type: 'decision.made', body, by, receivedAt: '' }));
		const onServer = matterNow({
			suggestionId: 's',
			photo: 'ab'.repeat(32),
			suggestedClass: 'crack',
			receivedAt: null,
			events,
			withdrawn: new Set(['three'])
		});
		expect(hashOfMatter(matter)).toBe(onServer);
	});
});
