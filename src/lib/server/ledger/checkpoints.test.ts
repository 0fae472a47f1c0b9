/** Every mode and checkpoint through the ledger: what is taken and what is kept apart, what the case says then, and after a rebuild. */
import { matterNow } from '$lib/domain/checkpoint';
import type { Decision } from '$lib/domain/decision';
import { FIRST_POLICY, IN_THE_LOOP, type Consequence } from '$lib/domain/policy';
import type { Role } from '$lib/domain/site';
import type { Suggestion } from '$lib/domain/suggestion';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markOverdue } from '../jobs';
import { readCase, readDocument, rebuildProjections, WorkingCopy } from '../projections';
import { BY_DEVICE, capture, decision, person, suggestion, TestSite, TILE, type Tablet } from '../test-site';

let site: TestSite;
let tablet: Tablet;
let said: Suggestion;

beforeEach(async () => {
	site = await TestSite.open();
	const more = ['supervisor', 'quality-engineer', 'inspector'] as const;
	await site.state(
		{ type: 'person.defined', body: person('supervisor') },
		...more.map((role) => ({
			type: 'person.defined' as const,
			body: { ...person(role), id: `other ${role}`, name: `Other ${role}` }
		}))
	);
	tablet = await site.enrol('Tablet');
});

afterEach(() => site.close());

const BASE: Consequence = { ...IN_THE_LOOP, decidedBy: ['inspector'] };

/** A suggestion of `crack` comes in while this is the policy. */
async function suggested(then: Consequence): Promise<void> {
	const rule = { id: 'cracks', name: 'Cracks', when: { kind: ['defect' as const], class: ['crack'] }, then };
	await site.state({ type: 'policy.published', body: { version: 2, rules: [rule, ...FIRST_POLICY.rules] } });
	const taken = capture();
	said = suggestion(taken.id);
	await site.push(tablet, [
		tablet.write('capture.recorded', taken),
		tablet.write('suggestion.made', said, { actor: BY_DEVICE })
	]);
}

/** Pushes an entry of this person, and returns why it was kept apart; null when it was not. */
async function states(personId: string, type: string, body: object): Promise<string | null> {
	const role = personId.replace('other ', '') as Role;
	const entry = tablet.write(type, body, { actor: { personId, role, proof: 'pin-offline' } });
	const { receipts } = await site.push(tablet, [entry]);
	return receipts[0]?.reason ?? null;
}

async function decides(personId: string, changes: Partial<Decision> = {}): Promise<string> {
	const made = decision(said, { policyVersion: 2, ruleId: 'cracks', ...changes });
	expect(await states(personId, 'decision.made', made)).toBeNull();
	return made.id;
}

const fray: Partial<Decision> = { verdict: 'correct', class: 'fray', otherClass: null };

async function matter(): Promise<string> {
	return site.server.db.transaction().execute(async (tx) => {
		const known = await readCase(new WorkingCopy(tx, site.id), said.id);
		return known ? matterNow(known.history) : '';
	});
}

const approval = (signed: string) => ({
	id: uuid(),
	suggestionId: said.id,
	meaning: 'approved' as const,
	printedName: 'The supervisor',
	signedAt: new Date(site.clock.now).toISOString(),
	signed,
	note: ''
});

const stops = (personId: string) =>
	states(personId, 'veto.made', { id: uuid(), suggestionId: said.id, reason: 'Look at it' });

/** The case as it is, which a rebuild from the entries alone gives again. */
async function current() {
	const read = () => readDocument(site.server.db, site.id, 'case', said.id);
	const before = await read();
	await rebuildProjections(site.server, site.id);
	expect(await read()).toEqual(before);
	return before;
}

const wait = (seconds: number) => (site.clock.now += seconds * 1000);

describe('in the loop', () => {
	it('says nothing of what the first of two readers said before the second has spoken', async () => {
		await suggested({ ...BASE, readers: 2 });
		await decides('inspector', { note: 'Deep one' });
		expect(await current()).toMatchObject({
			state: 'open',
			mode: 'in-the-loop',
			ruleId: 'cracks',
			verdict: null,
			decidedClass: null,
			decidedBy: null,
			note: '',
			readers: { needed: 2, done: ['inspector'] }
		});
		await decides('inspector');
		expect(await current()).toMatchObject({ state: 'open' });
		await decides('other inspector');
		expect(await current()).toMatchObject({ state: 'satisfied', verdict: 'accept', decidedClass: 'crack' });
	});

	it('has a third person settle what two readers, or two tablets, say differently', async () => {
		for (const readers of [1, 2]) {
			await suggested({ ...BASE, readers });
			await decides('inspector');
			await decides('other inspector', fray);
			expect(await current()).toMatchObject({
				state: 'disputed',
				waitingFor: ['quality-engineer'],
				barred: ['inspector', 'other inspector']
			});
			await decides('quality-engineer', fray);
			expect(await current()).toMatchObject({ state: 'satisfied', decidedClass: 'fray' });
		}
	});

	it('lets the third person decide with everything in sight, where the readers called first', async () => {
		await suggested({ ...BASE, reveal: 'commit-first' });
		for (const [personId, own] of [
			['inspector', 'crack'],
			['other inspector', 'fray']
		] as const) {
			const call = { captureId: said.captureId, suggestionId: said.id, call: { kind: 'class', class: own } };
			await states(personId, 'call.committed', { ...call, policyVersion: 2 });
			await decides(personId, { reveal: 'commit-first', ...(own === 'fray' ? fray : {}) });
		}
		await decides('quality-engineer', fray);
		expect(await current()).toMatchObject({ state: 'satisfied', decidedClass: 'fray' });
	});
});

describe('an approval', () => {
	const THEN: Consequence = { ...BASE, decidedBy: ['inspector', 'supervisor'], approvedBy: 'supervisor' };

	it('is taken from somebody else of the asked role, under what stands', async () => {
		await suggested(THEN);
		expect(await states('supervisor', 'approval.given', approval(await matter()))).toBe('not-asked');
		const first = await decides('inspector');
		expect(await current()).toMatchObject({
			state: 'awaiting-approval',
			waitingFor: ['supervisor'],
			barred: ['inspector']
		});
		const signed = await matter();
		expect(await states('quality-engineer', 'approval.given', approval(signed))).toBe('not-asked');
		expect(await states('supervisor', 'approval.given', approval('a'.repeat(43)))).toBe('signed-something-else');
		const given = approval(signed);
		expect(await states('supervisor', 'approval.given', given)).toBeNull();
		expect(await states('supervisor', 'approval.given', given)).toBe('id-taken');
		expect(await current()).toMatchObject({ state: 'satisfied' });
		// Another decision takes its place: what was signed is not what stands.
		await decides('inspector', { ...fray, supersedes: first });
		expect(await current()).toMatchObject({ state: 'awaiting-approval', decidedClass: 'fray' });
		expect(await states('supervisor', 'approval.given', approval(signed))).toBe('signed-something-else');
	});

	it('is not given for an own decision, nor for a suggestion that is not on record', async () => {
		await suggested(THEN);
		await decides('supervisor');
		expect(await states('supervisor', 'approval.given', approval(await matter()))).toBe('own-decision');
		expect(await states('other supervisor', 'approval.given', approval(await matter()))).toBeNull();
		const elsewhere = { ...approval(await matter()), suggestionId: uuid() };
		expect(await states('supervisor', 'approval.given', elsewhere)).toBe('unknown-suggestion');
		expect(await current()).toMatchObject({ state: 'satisfied' });
	});

	it('can be refused, which sends the case to the next in line', async () => {
		await suggested(THEN);
		await decides('inspector');
		const refusal = { id: uuid(), suggestionId: said.id, signed: await matter(), reason: 'Not convincing' };
		expect(await states('quality-engineer', 'approval.refused', refusal)).toBe('not-asked');
		expect(await states('supervisor', 'approval.refused', refusal)).toBeNull();
		expect(await current()).toMatchObject({ state: 'disputed', waitingFor: ['quality-engineer'] });
		await decides('quality-engineer', fray);
		expect(await current()).toMatchObject({ state: 'awaiting-approval' });
		expect(await states('supervisor', 'approval.given', approval(await matter()))).toBeNull();
		expect(await current()).toMatchObject({ state: 'satisfied', decidedClass: 'fray' });
	});
});

describe('on the loop', () => {
	const THEN: Consequence = { ...BASE, mode: 'on-the-loop', vetoWindowS: 60, vetoBy: 'supervisor' };

	/** What the server states when it finds the window ended. */
	const finalize = () =>
		site.state({
			type: 'action.finalized',
			body: {
				id: uuid(),
				kind: 'disposition',
				suggestionId: said.id,
				captureId: said.captureId,
				subject: { kind: 'part', partId: TILE.id },
				disposition: 'scrap',
				class: 'crack',
				mode: 'on-the-loop',
				policyVersion: 2,
				ruleId: 'cracks',
				because: 'veto-window-passed',
				decisionIds: [],
				approvalIds: [],
				at: new Date(site.clock.now).toISOString(),
				sample: false
			}
		});

	it('passes when its window has ended with nobody stopping it', async () => {
		await suggested(THEN);
		const vetoUntil = new Date(site.clock.now + 60_000).toISOString();
		expect(await current()).toMatchObject({
			state: 'open',
			mode: 'on-the-loop',
			waitingFor: ['supervisor', 'inspector'],
			vetoUntil
		});
		wait(60);
		expect(await stops('supervisor')).toBe('veto-too-late');
		await finalize();
		expect(await current()).toMatchObject({ state: 'satisfied', passed: true, vetoUntil: null, verdict: null });
		await decides('inspector', fray);
		const after = await current();
		expect(after).toMatchObject({ state: 'satisfied', decidedClass: 'fray' });
		expect(after).not.toHaveProperty('passed');
	});

	it('is stopped in time by whom the policy names, and settled by the next in line', async () => {
		await suggested(THEN);
		wait(59);
		expect(await stops('quality-engineer')).toBe('not-asked');
		expect(await stops('supervisor')).toBeNull();
		wait(60);
		await decides('inspector');
		expect(await current()).toMatchObject({ state: 'escalated', waitingFor: ['quality-engineer'], vetoUntil: null });
		await decides('quality-engineer', fray);
		expect(await current()).toMatchObject({ state: 'satisfied', decidedClass: 'fray' });
	});

	it('is not stopped where the policy asks for people anyway', async () => {
		await suggested(BASE);
		expect(await stops('supervisor')).toBe('not-asked');
		said = { ...said, id: uuid() };
		expect(await stops('supervisor')).toBe('unknown-suggestion');
	});
});

describe('autonomous', () => {
	const THEN: Consequence = {
		...BASE,
		mode: 'autonomous',
		owner: 'quality-engineer',
		reason: 'Good tiles, 412 verified',
		expiresAt: '2027-01-01T00:00:00.000Z'
	};

	it('is final at once, and reopened by whoever says otherwise', async () => {
		await suggested(THEN);
		expect(await current()).toMatchObject({ state: 'satisfied', mode: 'autonomous', passed: true, waitingFor: [] });
		await decides('inspector', fray);
		expect(await current()).toMatchObject({ state: 'satisfied', decidedClass: 'fray' });
	});

	it('is asked of people afterwards where it is drawn', async () => {
		await suggested({ ...THEN, sample: 1 });
		expect(await current()).toMatchObject({ state: 'open', passed: true, waitingFor: ['inspector'] });
		await decides('inspector');
		expect(await current()).toMatchObject({ state: 'satisfied', passed: true, verdict: 'accept' });
	});
});

describe('a time limit', () => {
	const THEN: Consequence = { ...BASE, timeLimitS: 30 };
	const entries = async () =>
		(await site.server.db.selectFrom('entries').select('id').where('type', '=', 'checkpoint.overdue').execute()).length;

	it('asks the next in line too when nobody answered, once, whoever looks', async () => {
		await suggested(THEN);
		expect(await current()).toMatchObject({ dueAt: new Date(site.clock.now + 30_000).toISOString() });
		wait(29);
		expect(await markOverdue(site.server, site.id)).toBe(0);
		wait(1);
		const looks = await Promise.all([markOverdue(site.server, site.id), markOverdue(site.server, site.id)]);
		expect(looks.sort()).toEqual([0, 1]);
		expect(await entries()).toBe(1);
		expect(await current()).toMatchObject({
			state: 'open',
			overdue: true,
			waitingFor: ['inspector', 'quality-engineer']
		});
		await decides('quality-engineer');
		expect(await current()).toMatchObject({ state: 'satisfied', dueAt: null });
	});

	it('is kept by whoever decides in time', async () => {
		await suggested(THEN);
		await decides('inspector');
		wait(31);
		expect(await markOverdue(site.server, site.id)).toBe(0);
		expect(await entries()).toBe(0);
	});
});
