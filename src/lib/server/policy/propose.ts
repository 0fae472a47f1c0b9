/** Changes to the policy, each an entry in somebody's name. What the ledger refuses whoever asks is in `ledger/policy-rules`. */
import { PolicyProposal, type ClosedProposal } from '$lib/domain/policy';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import { inTheNameOf, refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import { appendServiceEntries, lockSite, readPolicyHistory, versionInForce, type ServiceStatement } from '../ledger';
import { ProblemError } from '../problem';

/** What somebody at the desk sends: the id is given here. */
export const ProposedRules = v.omit(PolicyProposal, ['id']);
export type ProposedRules = v.InferOutput<typeof ProposedRules>;

/** Returns the proposal's id. Throws `forbidden`, `rules-refused`, or `proposal-not-open` where another version is in force by now. */
export async function proposePolicy(core: Core, site: string, by: Account, rules: ProposedRules): Promise<string> {
	refuseUnlessMay(by, 'policy.propose');
	const id = uuid();
	await state(core, site, by, () => Promise.resolve({ type: 'policy.proposed', body: { id, ...rules } }));
	return id;
}

/** Takes one's own proposal back, or turns somebody else's down. Throws `forbidden` or `proposal-not-open`. */
export async function closeProposal(core: Core, site: string, by: Account, closed: ClosedProposal): Promise<void> {
	refuseUnlessMay(by, 'policy.propose');
	await state(core, site, by, () => Promise.resolve({ type: 'policy.proposal-closed', body: closed }));
}

/** Puts somebody else's proposal in force as the next version. Throws `forbidden`, `own-proposal` or `proposal-not-open`. */
export async function publishProposal(core: Core, site: string, by: Account, proposalId: string): Promise<number> {
	refuseUnlessMay(by, 'policy.approve');
	let version = 0;
	await state(core, site, by, async (tx) => {
		const history = await readPolicyHistory(tx, site);
		const proposal = history.proposals.find(({ id }) => id === proposalId);
		if (!proposal) throw new ProblemError('proposal-not-open');
		version = versionInForce(history) + 1;
		return { type: 'policy.published', body: { version, rules: proposal.rules, proposalId } };
	});
	return version;
}

async function state(
	core: Core,
	site: string,
	by: Account,
	statement: (tx: Parameters<typeof readPolicyHistory>[0]) => Promise<ServiceStatement>
): Promise<void> {
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [await statement(tx)]);
	});
}
