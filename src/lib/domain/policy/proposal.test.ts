import { expect, it } from 'vitest';
import { FIRST_POLICY, policyHistory, type PolicyEntry, type PolicyProposal } from '.';

const { rules } = FIRST_POLICY;
const said = (position: number, personId: string | null = 'ana') => ({
	position,
	at: `2026-11-22T0${position}:00:00Z`,
	personId
});
const published = (position: number, version: number, proposalId?: string): PolicyEntry => ({
	...said(position, proposalId ? 'ben' : null),
	type: 'policy.published',
	body: { version, rules, ...(proposalId && { proposalId }) }
});
const proposed = (position: number, id: string, more: Partial<PolicyProposal> = {}): PolicyEntry => ({
	...said(position),
	type: 'policy.proposed',
	body: { id, basedOn: 1, rules, note: 'why', replaces: null, ...more }
});
const statesOf = (...entries: PolicyEntry[]) =>
	policyHistory(entries).proposals.map(({ id, state }) => `${id} ${state}`);

it('keeps a proposal open until somebody publishes it, and says who did', () => {
	expect(statesOf(published(1, 1), proposed(2, 'p'))).toEqual(['p open']);
	const { versions, proposals } = policyHistory([published(1, 1), proposed(2, 'p'), published(3, 2, 'p')]);
	expect(proposals).toMatchObject([{ state: 'published', personId: 'ana', ended: { personId: 'ben' } }]);
	expect(versions.map(({ policy, proposal }) => [policy.version, proposal?.id ?? null])).toEqual([
		[2, 'p'],
		[1, null]
	]);
});

it('has a proposal overtaken by another version, replaced by a later one, or closed with its reason', () => {
	expect(statesOf(published(1, 1), proposed(2, 'p'), proposed(3, 'q'), published(4, 2, 'q'))).toEqual([
		'q published',
		'p overtaken'
	]);
	expect(statesOf(published(1, 1), proposed(2, 'p'), proposed(3, 'q', { replaces: 'p' }))).toEqual([
		'q open',
		'p replaced'
	]);
	const closed: PolicyEntry = {
		...said(3, 'ben'),
		type: 'policy.proposal-closed',
		body: { proposalId: 'p', reason: 'no' }
	};
	const { proposals } = policyHistory([published(1, 1), proposed(2, 'p'), closed]);
	expect(proposals).toMatchObject([{ state: 'closed', ended: { personId: 'ben', reason: 'no' } }]);
});

it('leaves settled what is settled', () => {
	const late: PolicyEntry = {
		...said(4, 'ben'),
		type: 'policy.proposal-closed',
		body: { proposalId: 'p', reason: 'no' }
	};
	expect(statesOf(published(1, 1), proposed(2, 'p'), published(3, 2, 'p'), late)).toEqual(['p published']);
});
