import { FinalizedAction, WithdrawnAction } from '$lib/domain/action';
import type { EntryEnvelope } from '$lib/domain/ledger';
import { IN_THE_LOOP, type Consequence } from '$lib/domain/policy';
import { SETTLE_AFTER_MS } from '$lib/domain/settlement';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TEST_STORE } from '../db/test-place';
import { readDocument, rebuildProjections } from '../projections';
import { openServer, type SiteServer } from '../site-server';
import { by, BY_DEVICE, capture, decision, person, suggestion, TestSite, TILE, type Tablet } from '../test-site';
import { settleCases } from './settle';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
let tablet: Tablet;
let second: SiteServer | null = null;
beforeEach(async () => {
	site = await TestSite.open();
	tablet = await site.enrol('Tablet');
	await settleCases(site.server, site.id);
});
afterEach(async () => {
	await second?.close();
	second = null;
	await site.close();
});

const settle = () => settleCases(site.server, site.id);

async function settleLater(): Promise<void> {
	site.clock.now += SETTLE_AFTER_MS;
	await settle();
}

/** What was stated about actions, in the ledger's order. */
async function stated() {
	const rows = await site.server.db
		.selectFrom('entries')
		.select('json')
		.where('type', 'in', ['action.finalized', 'action.withdrawn'])
		.orderBy('position')
		.execute();
	return rows.map(({ json }) => {
		const { type, body, actor } = JSON.parse(json) as EntryEnvelope;
		expect(actor.proof).toBe('service');
		return type === 'action.finalized'
			? { final: v.parse(FinalizedAction, body) }
			: { withdrawn: v.parse(WithdrawnAction, body) };
	});
}

async function inspect() {
	const made = capture();
	const suggested = suggestion(made.id);
	const call = decision(suggested);
	await site.push(tablet, [
		tablet.write('capture.recorded', made),
		tablet.write('suggestion.made', suggested, { actor: BY_DEVICE }),
		tablet.write('decision.made', call)
	]);
	const dispositionShown = async () =>
		(await readDocument(site.server.db, site.id, 'case', suggested.id))?.disposition ?? null;
	return { made, suggested, call, dispositionShown };
}

describe('an action', () => {
	it('is final when its checkpoint is satisfied and nobody can take the decision back any more, once', async () => {
		const { made, suggested, call, dispositionShown } = await inspect();
		await settle();
		site.clock.now += SETTLE_AFTER_MS - 1;
		await settle();
		expect(await stated()).toEqual([]);
		expect(await dispositionShown()).toBeNull();

		site.clock.now += 1;
		await settle();
		expect(await stated()).toMatchObject([
			{
				final: {
					suggestionId: suggested.id,
					captureId: made.id,
					subject: made.subject,
					class: 'crack',
					disposition: 'quarantine',
					mode: 'in-the-loop',
					policyVersion: 1,
					ruleId: 'everything-else',
					because: 'decided',
					decisionIds: [call.id],
					at: new Date(site.clock.now).toISOString()
				}
			}
		]);
		expect(await dispositionShown()).toBe('quarantine');
		await settleLater();
		expect(await stated()).toHaveLength(1);
	});

	it('asks for what is usual for the class, as the part says at that time', async () => {
		await site.state({
			type: 'part.defined',
			body: { ...TILE, classes: [{ id: 'crack', name: 'Crack', severity: 'critical', disposition: 'scrap' }] }
		});
		await inspect();
		await settleLater();
		expect(await stated()).toMatchObject([{ final: { disposition: 'scrap' } }]);
	});

	it('never comes of a slip that was taken back', async () => {
		const { call } = await inspect();
		await settle();
		await site.push(tablet, [tablet.write('decision.withdrawn', { decisionId: call.id })]);
		await settleLater();
		expect(await stated()).toEqual([]);
	});

	it('is stated once by two servers that look at the same cases', async () => {
		for (let count = 0; count < 5; count++) await inspect();
		site.clock.now += SETTLE_AFTER_MS;
		second = await openServer({ ...site.place, now: () => new Date(site.clock.now) });
		// Two processes share a database server; SQLite's file has one, and would wait for itself here.
		if (TEST_STORE === 'postgres') await Promise.all([settle(), settleCases(second, site.id), settle()]);
		else for (const server of [site.server, second]) await settleCases(server, site.id);
		const ids = (await stated()).map((each) => each.final?.id);
		expect(new Set(ids).size).toBe(5);
		expect(ids).toHaveLength(5);
	});

	it('waits with a case that nobody has decided, and with one that was handed over', async () => {
		const made = capture();
		const suggested = suggestion(made.id);
		await site.push(tablet, [
			tablet.write('capture.recorded', made),
			tablet.write('suggestion.made', suggested, { actor: BY_DEVICE }),
			tablet.write('decision.made', decision(suggested, { verdict: 'escalate', to: 'quality-engineer' }))
		]);
		await settleLater();
		expect(await stated()).toEqual([]);
		const decided = decision(suggested, { disposition: 'return' });
		await site.push(tablet, [tablet.write('decision.made', decided, { actor: by('quality-engineer') })]);
		await settleLater();
		expect(await stated()).toMatchObject([{ final: { disposition: 'return', decisionIds: [decided.id] } }]);
	});
});

describe('an action that no longer holds', () => {
	it('is withdrawn when another decision takes the place of that which it rested on, and the next one is final', async () => {
		const { suggested, call, dispositionShown } = await inspect();
		await settleLater();
		const changed = decision(suggested, { supersedes: call.id, verdict: 'reject', because: 'part-good' });
		await site.push(tablet, [tablet.write('decision.made', changed)]);
		await settle();
		expect(await stated()).toHaveLength(1);

		await settleLater();
		const [first, withdrawn, next] = await stated();
		expect(withdrawn).toMatchObject({ withdrawn: { actionId: first?.final?.id, because: 'superseded' } });
		expect(next).toMatchObject({ final: { class: 'good', disposition: 'use-as-is', decisionIds: [changed.id] } });
		expect(await dispositionShown()).toBe('use-as-is');
	});

	it('stays where the next decision comes to the same', async () => {
		const { suggested, call } = await inspect();
		await settleLater();
		await site.push(tablet, [
			tablet.write('decision.made', decision(suggested, { supersedes: call.id, note: 'Sure' }))
		]);
		await settleLater();
		expect(await stated()).toHaveLength(1);
	});

	it('is withdrawn when somebody contradicts it, and is another one when somebody has settled it', async () => {
		const { suggested, dispositionShown } = await inspect();
		await settleLater();
		await site.state({ type: 'person.defined', body: { ...person('inspector'), id: 'ben' } });
		const objection = decision(suggested, { verdict: 'reject', because: 'part-good' });
		const ben = { ...by('inspector'), personId: 'ben' };
		await site.push(tablet, [tablet.write('decision.made', objection, { actor: ben })]);
		await settleLater();
		expect((await stated()).at(-1)).toMatchObject({ withdrawn: { because: 'disputed' } });
		expect(await dispositionShown()).toBeNull();

		const settled = decision(suggested);
		await site.push(tablet, [tablet.write('decision.made', settled, { actor: by('quality-engineer') })]);
		await settleLater();
		const [first, , again] = await stated();
		expect(again).toMatchObject({ final: { class: 'crack', decisionIds: [settled.id] } });
		expect(again?.final?.id).not.toBe(first?.final?.id);
	});

	it('is withdrawn at once when a decision that came late turns out to have been taken back', async () => {
		const { call, dispositionShown } = await inspect();
		const takenBack = tablet.write('decision.withdrawn', { decisionId: call.id });
		await settleLater();
		expect(await dispositionShown()).toBe('quarantine');
		await site.push(tablet, [takenBack]);
		await settle();
		expect((await stated()).at(-1)).toMatchObject({ withdrawn: { because: 'decision-withdrawn' } });
		expect(await dispositionShown()).toBeNull();
	});
});

describe('what passes by itself', () => {
	const inForce = (then: Consequence) =>
		site.state({
			type: 'policy.published',
			body: {
				version: 2,
				rules: [{ id: 'by-itself', name: 'By itself', when: { kind: ['defect'], class: ['crack'] }, then }]
			}
		});
	const suggest = async () => {
		const made = capture();
		const suggested = suggestion(made.id);
		await site.push(tablet, [
			tablet.write('capture.recorded', made),
			tablet.write('suggestion.made', suggested, { actor: BY_DEVICE })
		]);
		return suggested;
	};
	const ON_THE_LOOP: Consequence = { ...IN_THE_LOOP, mode: 'on-the-loop', vetoWindowS: 60, vetoBy: 'quality-engineer' };

	it('on the loop is final at the end of its veto window, and not before', async () => {
		await inForce(ON_THE_LOOP);
		const suggested = await suggest();
		site.clock.now += 59_999;
		await settle();
		expect(await stated()).toEqual([]);
		site.clock.now += 1;
		await settle();
		expect(await stated()).toMatchObject([
			{
				final: {
					suggestionId: suggested.id,
					mode: 'on-the-loop',
					because: 'veto-window-passed',
					class: 'crack',
					decisionIds: [],
					ruleId: 'by-itself',
					policyVersion: 2
				}
			}
		]);
		const shown = await readDocument(site.server.db, site.id, 'case', suggested.id);
		expect(shown).toMatchObject({ state: 'satisfied', vetoUntil: null, disposition: 'quarantine' });
	});

	it('never is where somebody stopped it in time', async () => {
		await inForce(ON_THE_LOOP);
		const suggested = await suggest();
		const veto = { id: 'veto', suggestionId: suggested.id, reason: 'The light was off' };
		await site.push(tablet, [tablet.write('veto.made', veto, { actor: by('quality-engineer') })]);
		site.clock.now += 3_600_000;
		await settle();
		expect(await stated()).toEqual([]);
	});

	it('autonomously is final at once, and withdrawn when somebody who looks afterwards says otherwise', async () => {
		await inForce({
			...IN_THE_LOOP,
			mode: 'autonomous',
			owner: 'admin',
			reason: 'Measured for a month',
			expiresAt: '2027-01-01T00:00:00.000Z'
		});
		const suggested = await suggest();
		await settle();
		expect(await stated()).toMatchObject([{ final: { because: 'autonomous', mode: 'autonomous' } }]);
		const other = decision(suggested, { verdict: 'reject', because: 'part-good' });
		await site.push(tablet, [tablet.write('decision.made', other)]);
		await settleLater();
		expect(await stated()).toMatchObject([
			{},
			{ withdrawn: { because: 'superseded' } },
			{ final: { class: 'good', because: 'decided', decisionIds: [other.id] } }
		]);
	});
});

it('comes out the same when everything is derived anew', async () => {
	const { call, suggested } = await inspect();
	await inspect();
	await settleLater();
	await site.push(tablet, [
		tablet.write('decision.made', decision(suggested, { supersedes: call.id, verdict: 'reject', because: 'part-good' }))
	]);
	await settleLater();
	const read = async () => {
		const rows = await site.server.db.selectFrom('actions').selectAll().orderBy('suggestion').execute();
		return rows.map(({ json, ...row }) => ({ ...row, body: JSON.parse(json) as unknown }));
	};
	const [before, said] = [await read(), await stated()];
	await rebuildProjections(site.server, site.id);
	expect(await read()).toEqual(before);
	await settleLater();
	expect(await stated()).toEqual(said);
});
