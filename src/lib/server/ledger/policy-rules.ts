/** What the ledger holds people to who change the policy, whichever way an entry takes into it: nobody approves their own rules. */
import type { Actor } from '$lib/domain/ledger';
import {
	isUnsettled,
	notActedOn,
	ruleFaults,
	type Policy,
	type PolicyHistory,
	type Proposal,
	type Rule
} from '$lib/domain/policy';
import type { Tx } from '../db';
import { ProblemError } from '../problem';
import type { Statement } from '../projections';
import { readPolicyHistory } from './policy-record';

/**
 * Judges a statement about the policy, made in the name of a person; the server itself states the first one. Throws `own-proposal`,
 * `proposal-not-open` or `rules-refused`.
 */
export async function refuseUnlessApproved(
	tx: Tx,
	site: string,
	{ personId }: Pick<Actor, 'personId'>,
	statement: Statement
): Promise<void> {
	if (personId === null) return;
	switch (statement.type) {
		case 'policy.proposed': {
			const { basedOn, rules, replaces } = statement.body;
			const history = await readPolicyHistory(tx, site);
			if (basedOn !== versionInForce(history)) throw new ProblemError('proposal-not-open');
			if (replaces !== null && !isUnsettled(requireProposal(history, replaces)))
				throw new ProblemError('proposal-not-open');
			return refuseUnlessSound(rules);
		}
		case 'policy.proposal-closed':
			if (isUnsettled(requireProposal(await readPolicyHistory(tx, site), statement.body.proposalId))) return;
			throw new ProblemError('proposal-not-open');
		case 'policy.published':
			return refuseUnlessOthers(await readPolicyHistory(tx, site), personId, statement.body);
	}
}

function refuseUnlessOthers(history: PolicyHistory, personId: string, { version, rules, proposalId }: Policy): void {
	const proposal = requireProposal(history, proposalId ?? '');
	if (proposal.personId === personId) throw new ProblemError('own-proposal');
	const isAsProposed = JSON.stringify(rules) === JSON.stringify(proposal.rules);
	const isNext = version === versionInForce(history) + 1;
	if (proposal.state !== 'open' || !isAsProposed || !isNext) throw new ProblemError('proposal-not-open');
	refuseUnlessSound(rules);
}

function refuseUnlessSound(rules: readonly Rule[]): void {
	const [fault] = ruleFaults(rules);
	if (fault) throw new ProblemError('rules-refused', { detail: `${fault.path}: ${fault.fault}` });
	for (const rule of rules) {
		const [path] = notActedOn(rule);
		if (path) throw new ProblemError('rules-refused', { detail: `${rule.id}: ${path}` });
	}
}

function requireProposal({ proposals }: PolicyHistory, id: string): Proposal {
	const proposal = proposals.find((candidate) => candidate.id === id);
	if (!proposal) throw new ProblemError('proposal-not-open');
	return proposal;
}

export function versionInForce({ versions }: PolicyHistory): number {
	return versions[0]?.policy.version ?? 1;
}
