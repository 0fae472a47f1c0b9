import { describe, expect, it } from 'vitest';
import { checkpointAfter, type MadeDecision } from './checkpoint';
import type { Decision } from './decision';
import { IN_THE_LOOP, type Consequence } from './policy';
import type { Role } from './site';

const common = {
	captureId: 'capture',
	suggestionId: 'suggestion',
	supersedes: null,
	note: '',
	reveal: 'suggestion-first',
	shownAt: null,
	policyVersion: 1,
	ruleId: null
} as const;

function accept(id: string, of: string, supersedes: string | null = null): Decision {
	return { ...common, id, supersedes, verdict: 'accept', class: of };
}

function escalate(id: string): Decision {
	return { ...common, id, verdict: 'escalate', to: 'quality-engineer' };
}

function by(personId: string, role: Role, decision: Decision): MadeDecision {
	return { decision, by: { personId, role } };
}

const oneReader: Consequence = { ...IN_THE_LOOP, decidedBy: ['inspector'] };
const twoReaders: Consequence = { ...oneReader, readers: 2 };

describe('a checkpoint', () => {
	it('is open until a person of the asked role has decided', () => {
		expect(checkpointAfter(oneReader, [])).toEqual({ state: 'open', waitingFor: ['inspector'] });
		expect(checkpointAfter(oneReader, [by('tom', 'technician', accept('d1', 'crack'))]).state).toBe('open');
		expect(checkpointAfter(oneReader, [by('ana', 'inspector', accept('d1', 'crack'))])).toEqual({
			state: 'satisfied',
			class: 'crack'
		});
	});

	it('opens again when the decision is withdrawn', () => {
		const made = [by('ana', 'inspector', accept('d1', 'crack'))];
		expect(checkpointAfter(oneReader, made, new Set(['d1'])).state).toBe('open');
	});

	it('counts a superseding decision in place of the one it replaces', () => {
		const made = [by('ana', 'inspector', accept('d1', 'crack')), by('ana', 'inspector', accept('d2', 'fray', 'd1'))];
		expect(checkpointAfter(oneReader, made)).toEqual({ state: 'satisfied', class: 'fray' });
	});

	it('goes back to the superseded decision when the superseding one is withdrawn', () => {
		const made = [by('ana', 'inspector', accept('d1', 'crack')), by('ana', 'inspector', accept('d2', 'fray', 'd1'))];
		expect(checkpointAfter(oneReader, made, new Set(['d2']))).toEqual({ state: 'satisfied', class: 'crack' });
	});

	it('waits for the role a case was escalated to, and lets only that role end it', () => {
		const escalated = [by('ana', 'inspector', escalate('d1'))];
		expect(checkpointAfter(oneReader, escalated)).toEqual({
			state: 'escalated',
			waitingFor: ['quality-engineer'],
			by: 'ana'
		});
		expect(checkpointAfter(oneReader, [...escalated, by('ben', 'inspector', accept('d2', 'crack'))]).state).toBe(
			'escalated'
		);
		expect(checkpointAfter(oneReader, [...escalated, by('eva', 'quality-engineer', accept('d3', 'fray'))])).toEqual({
			state: 'satisfied',
			class: 'fray'
		});
	});

	it('needs two different people where the policy asks for two', () => {
		const first = by('ana', 'inspector', accept('d1', 'crack'));
		expect(checkpointAfter(twoReaders, [first, by('ana', 'inspector', accept('d2', 'crack'))]).state).toBe('open');
		expect(checkpointAfter(twoReaders, [first, by('ben', 'inspector', accept('d2', 'crack'))]).state).toBe('satisfied');
	});

	it('is disputed when two people disagree', () => {
		const made = [by('ana', 'inspector', accept('d1', 'crack')), by('ben', 'inspector', accept('d2', 'fray'))];
		expect(checkpointAfter(twoReaders, made)).toEqual({ state: 'disputed', waitingFor: ['quality-engineer'] });
	});

	it('takes "the part is good" and accepting "good" for the same call', () => {
		const rejected: Decision = { ...common, id: 'd1', verdict: 'reject', because: 'part-good' };
		const made = [by('ana', 'inspector', rejected), by('ben', 'inspector', accept('d2', 'good'))];
		expect(checkpointAfter(twoReaders, made)).toEqual({ state: 'satisfied', class: 'good' });
	});

	it('waits for the approval that the policy asks for', () => {
		const approved: Consequence = { ...oneReader, approvedBy: 'supervisor' };
		expect(checkpointAfter(approved, [by('ana', 'inspector', accept('d1', 'crack'))])).toEqual({
			state: 'awaiting-approval',
			waitingFor: ['supervisor']
		});
	});
});
