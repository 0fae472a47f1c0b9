/** Policies, their proposals and what became of these, read from the entries themselves: there are few of them. */
import { BODIES, type EntryEnvelope } from '$lib/domain/ledger';
import { policyHistory, type PolicyEntry, type PolicyHistory } from '$lib/domain/policy';
import * as v from 'valibot';
import type { Reader } from '../db';

const TYPES = ['policy.published', 'policy.proposed', 'policy.proposal-closed'] as const;

export async function readPolicyHistory(reader: Reader, site: string): Promise<PolicyHistory> {
	const rows = await reader
		.selectFrom('entries')
		.select(['position', 'json'])
		.where('site', '=', site)
		.where('type', 'in', TYPES)
		.orderBy('position')
		.execute();
	return policyHistory(
		rows.flatMap(({ position, json }) => asPolicyEntry(position, JSON.parse(json) as EntryEnvelope))
	);
}

function asPolicyEntry(position: number, { type, at, actor, body }: EntryEnvelope): PolicyEntry[] {
	const said = { position, at, personId: actor.personId };
	switch (type) {
		case 'policy.published':
			return [{ ...said, type, body: v.parse(BODIES[type], body) }];
		case 'policy.proposed':
			return [{ ...said, type, body: v.parse(BODIES[type], body) }];
		case 'policy.proposal-closed':
			return [{ ...said, type, body: v.parse(BODIES[type], body) }];
		default:
			return [];
	}
}
