/** How a policy comes about: somebody proposes rules, somebody else publishes them. What became of each proposal follows from the entries. */
import * as v from 'valibot';
import { Id } from '../site';
import { Rule, type Policy } from './policy';

/** More would not be read by anyone. */
export const MAX_RULES = 200;

const Version = v.pipe(v.number(), v.integer(), v.minValue(1));

/** Rules that somebody wants in force in place of those of version `basedOn`. */
export const PolicyProposal = v.object({
	id: Id,
	basedOn: Version,
	rules: v.pipe(v.array(Rule), v.maxLength(MAX_RULES)),
	/** Why, for whoever decides about it. */
	note: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(1000)),
	/** The proposal that this one takes the place of. */
	replaces: v.nullable(Id)
});
export type PolicyProposal = v.InferOutput<typeof PolicyProposal>;

/** A proposal that is not to be published: taken back by whoever made it, or turned down by somebody else. */
export const ClosedProposal = v.object({
	proposalId: Id,
	reason: v.pipe(v.string(), v.trim(), v.maxLength(500))
});
export type ClosedProposal = v.InferOutput<typeof ClosedProposal>;

interface Said {
	position: number;
	at: string;
	personId: string | null;
}
/** An entry about policies, oldest first in a list. */
export type PolicyEntry = Said &
	(
		| { type: 'policy.published'; body: Policy }
		| { type: 'policy.proposed'; body: PolicyProposal }
		| { type: 'policy.proposal-closed'; body: ClosedProposal }
	);

export interface PublishedPolicy extends Said {
	policy: Policy;
	/** What it was published from; null for the site's first, and for those of older servers. */
	proposal: Proposal | null;
}

/**
 * `open`: can be published. `overtaken`: another version was published since; it has to be looked at again on that one. `replaced`: by a
 * later proposal.
 */
export type ProposalState = 'open' | 'overtaken' | 'published' | 'replaced' | 'closed';

export interface Proposal extends Said, PolicyProposal {
	state: ProposalState;
	/** Who closed or published it, when, and what they said; null while nobody did. */
	ended: { at: string; personId: string | null; reason: string } | null;
}

export interface PolicyHistory {
	/** Newest first. */
	versions: PublishedPolicy[];
	/** Newest first. */
	proposals: Proposal[];
}

export function policyHistory(entries: readonly PolicyEntry[]): PolicyHistory {
	const versions: PublishedPolicy[] = [];
	const proposals = new Map<string, Proposal>();
	const end = (id: string | null | undefined, state: ProposalState, { at, personId }: Said, reason = '') => {
		const proposal = id ? proposals.get(id) : undefined;
		if (proposal && isUnsettled(proposal)) Object.assign(proposal, { state, ended: { at, personId, reason } });
		return proposal ?? null;
	};
	for (const entry of entries) {
		const { position, at, personId } = entry;
		const said = { position, at, personId };
		switch (entry.type) {
			case 'policy.proposed':
				end(entry.body.replaces, 'replaced', said);
				proposals.set(entry.body.id, { ...entry.body, ...said, state: 'open', ended: null });
				break;
			case 'policy.proposal-closed':
				end(entry.body.proposalId, 'closed', said, entry.body.reason);
				break;
			case 'policy.published':
				versions.unshift({ ...said, policy: entry.body, proposal: end(entry.body.proposalId, 'published', said) });
				break;
		}
	}
	const version = versions[0]?.policy.version ?? 1;
	for (const proposal of proposals.values()) {
		if (proposal.state === 'open' && proposal.basedOn !== version) proposal.state = 'overtaken';
	}
	return { versions, proposals: [...proposals.values()].reverse() };
}

/** Whether it can still be closed, replaced or (when `open`) published. */
export function isUnsettled({ state }: Pick<Proposal, 'state'>): boolean {
	return state === 'open' || state === 'overtaken';
}
