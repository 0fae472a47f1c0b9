import { FIRST_POLICY, IN_THE_LOOP, type Rule } from '$lib/domain/policy';
import type { Role } from '$lib/domain/site';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTheNameOf, type Account } from '../auth';
import {
	appendServiceEntries,
	readLedgerPage,
	readPolicyHistory,
	verifyLedger,
	type ServiceStatement
} from '../ledger';
import { readDocument, rebuildProjections } from '../projections';
import { pullDocuments } from '../sync';
import { TestSite } from '../test-site';
import { closeProposal, proposePolicy, publishProposal, type ProposedRules } from './propose';

let site: TestSite;
let engineer: Account;

beforeEach(async () => {
	site = await TestSite.open();
	engineer = { ...site.admin, userId: 'other', personId: 'quality-engineer', name: 'Q', role: 'quality-engineer' };
});

afterEach(() => site.close());

const CRACKS: Rule = {
	id: 'cracks',
	name: 'Cracks',
	when: { class: ['crack'] },
	then: { ...IN_THE_LOOP, reveal: 'commit-first' }
};
const DRAFT: ProposedRules = {
	basedOn: 1,
	rules: [CRACKS, ...FIRST_POLICY.rules],
	note: 'Cracks slip through',
	replaces: null
};

const propose = (by: Account, changes: Partial<ProposedRules> = {}) =>
	proposePolicy(site.server, site.id, by, { ...DRAFT, ...changes });
const publish = (by: Account, id: string) => publishProposal(site.server, site.id, by, id);
const inForce = () => readDocument(site.server.db, site.id, 'policy', 'current');
const entries = async () => (await readLedgerPage(site.server, site.id, {}, null, 50)).rows.length;

describe('a proposal', () => {
	it('comes into force when somebody else approves it, on every tablet', async () => {
		const id = await propose(site.admin);
		expect(await inForce()).toEqual(FIRST_POLICY);
		expect(await publish(engineer, id)).toBe(2);
		const policy = { version: 2, rules: DRAFT.rules, proposalId: id };
		expect(await inForce()).toEqual(policy);
		const { documents } = await pullDocuments(site.server, site.id, { after: 0, limit: 500 });
		expect(documents.filter(({ kind }) => kind === 'policy').map(({ value }) => value)).toEqual([policy]);
		const { versions } = await readPolicyHistory(site.server.db, site.id);
		expect(versions[0]).toMatchObject({
			personId: 'quality-engineer',
			proposal: { personId: site.admin.personId, note: 'Cracks slip through' }
		});
		await rebuildProjections(site.server, site.id);
		expect(await inForce()).toEqual(policy);
		expect((await verifyLedger(site.server, site.id)).devices.flatMap(({ faults }) => faults)).toEqual([]);
	});

	it('is not approved by whoever made it, in whatever role', async () => {
		const id = await propose(site.admin);
		await expect(publish(site.admin, id)).rejects.toMatchObject({ code: 'own-proposal' });
		await expect(publish({ ...site.admin, role: 'supervisor' }, id)).rejects.toMatchObject({ code: 'own-proposal' });
		expect(await inForce()).toEqual(FIRST_POLICY);
	});

	it('is published once, and not after it was closed, replaced or overtaken', async () => {
		const [first, second, closed] = [await propose(site.admin), await propose(site.admin), await propose(site.admin)];
		const third = await propose(site.admin, { replaces: second });
		await closeProposal(site.server, site.id, engineer, { proposalId: closed, reason: 'Not now' });
		for (const id of [second, closed]) {
			await expect(publish(engineer, id)).rejects.toMatchObject({ code: 'proposal-not-open' });
		}
		expect(await publish(engineer, third)).toBe(2);
		for (const id of [first, third, 'nothing']) {
			await expect(publish(engineer, id)).rejects.toMatchObject({ code: 'proposal-not-open' });
		}
		await expect(
			closeProposal(site.server, site.id, site.admin, { proposalId: third, reason: '' })
		).rejects.toMatchObject({ code: 'proposal-not-open' });
		const { proposals } = await readPolicyHistory(site.server.db, site.id);
		expect(proposals.map(({ state }) => state)).toEqual(['published', 'closed', 'replaced', 'overtaken']);
	});

	it('is based on the version in force', async () => {
		await publish(engineer, await propose(site.admin));
		await expect(propose(site.admin)).rejects.toMatchObject({ code: 'proposal-not-open' });
		expect(await publish(engineer, await propose(site.admin, { basedOn: 2, rules: FIRST_POLICY.rules }))).toBe(3);
	});

	it('asks for nothing that nobody acts on, and has no rule that cannot match', async () => {
		const before = await entries();
		const later: Rule = { ...CRACKS, when: { asset: ['press-1'] } };
		for (const rules of [
			[later],
			[CRACKS, CRACKS],
			[{ ...CRACKS, when: { class: [] } }],
			[...FIRST_POLICY.rules, CRACKS]
		]) {
			await expect(propose(site.admin, { rules })).rejects.toMatchObject({ code: 'rules-refused' });
		}
		expect(await entries()).toBe(before);
	});

	it('comes from those who answer for oversight', async () => {
		const id = await propose(site.admin);
		for (const role of ['inspector', 'technician', 'auditor', 'planner'] as Role[]) {
			const by = { ...engineer, role };
			await expect(propose(by)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(publish(by, id)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(closeProposal(site.server, site.id, by, { proposalId: id, reason: '' })).rejects.toMatchObject({
				code: 'forbidden'
			});
		}
	});
});

describe('the ledger itself', () => {
	const state = (by: Account, statement: ServiceStatement) =>
		site.server.db
			.transaction()
			.execute((tx) => appendServiceEntries(site.server, tx, site.id, inTheNameOf(by), [statement]));

	it('takes no policy in a person’s name but the one that somebody else proposed', async () => {
		const proposalId = await propose(engineer);
		const publishing = (body: object): ServiceStatement => ({
			type: 'policy.published',
			body: { version: 2, rules: DRAFT.rules, ...body }
		});
		await expect(state(site.admin, publishing({}))).rejects.toMatchObject({ code: 'proposal-not-open' });
		await expect(state(engineer, publishing({ proposalId }))).rejects.toMatchObject({ code: 'own-proposal' });
		await expect(state(site.admin, publishing({ proposalId, rules: [] }))).rejects.toMatchObject({
			code: 'proposal-not-open'
		});
		await expect(state(site.admin, publishing({ proposalId, version: 9 }))).rejects.toMatchObject({
			code: 'proposal-not-open'
		});
		await state(site.admin, publishing({ proposalId }));
		expect(await inForce()).toMatchObject({ version: 2 });
	});
});

it('publishes once when two approve at the same moment', async () => {
	const id = await propose(site.admin);
	const supervisor = { ...engineer, personId: 'planner', role: 'supervisor' as const };
	const outcomes = await Promise.allSettled([publish(engineer, id), publish(supervisor, id)]);
	expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	expect((await inForce())?.version).toBe(2);
});
