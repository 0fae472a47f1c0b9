import type { Fault } from '$lib/domain/fault/fault';
import { asFaultCase } from '$lib/domain/fault/fault';
import { IN_THE_LOOP } from '$lib/domain/policy';
import { SETTLE_AFTER_MS } from '$lib/domain/settlement';
import { CaseSummary, PullResponse, type SyncDocument } from '$lib/wire';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settleCases } from '../actions';
import { readStory } from '../ledger';
import { pullDocuments } from '../sync';
import { by, BY_DEVICE, causeSuggestion, decision, faultReport, repair, TestSite, type Tablet } from '../test-site';
import { readDocument, rebuildProjections } from '.';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const TECHNICIAN = { personId: 'person-marek-nowak', role: 'technician', proof: 'pin-offline' } as const;

let site: TestSite;
let tablet: Tablet;
beforeEach(async () => {
	site = await TestSite.open('demo');
	tablet = await site.enrol('Tablet');
});
afterEach(() => site.close());

/** By the technician. */
const say = (type: string, body: object) => site.push(tablet, [tablet.write(type, body, { actor: TECHNICIAN })]);

async function report(changes: Parameters<typeof faultReport>[0] = {}) {
	const reported = faultReport(changes);
	const suggested = causeSuggestion(reported.id);
	await say('fault.reported', reported);
	await site.push(tablet, [tablet.write('suggestion.made', suggested, { actor: BY_DEVICE })]);
	return { reported, suggested };
}

async function confirm(suggested: ReturnType<typeof causeSuggestion>, changes: Parameters<typeof decision>[1] = {}) {
	await say('decision.made', decision(suggested, { class: 'pump-worn', ruleId: null, ...changes }));
}

const caseOf = (id: string) => readDocument(site.server.db, site.id, 'case', id);
const stateOf = (assetId: string) => readDocument(site.server.db, site.id, 'asset-state', assetId);

async function faultOf(id: string): Promise<Fault> {
	const fault = await readDocument(site.server.db, site.id, 'fault', id);
	if (!fault) throw new Error('there is no such fault');
	return fault;
}

describe('a reported fault', () => {
	it('is a case about the machine, which waits for those who repair it, though no published rule names faults', async () => {
		const { suggested } = await report();
		expect(v.parse(CaseSummary, await caseOf(suggested.id))).toMatchObject({
			kind: 'fault-cause',
			assetId: 'asset-press-1',
			partId: null,
			subjectText: 'PR-01 · Magnet press 1',
			suggestedClass: 'pump-worn',
			severity: 'major',
			areaId: 'area-press',
			photoArrived: true,
			state: 'open',
			waitingFor: ['technician', 'supervisor'],
			ruleId: null
		});
	});

	it('is not decided by an inspector, and is by a technician', async () => {
		const { suggested } = await report();
		const call = decision(suggested, { class: 'pump-worn' });
		await site.push(tablet, [tablet.write('decision.made', call, { actor: by('inspector') })]);
		expect(await caseOf(suggested.id)).toMatchObject({ state: 'open' });
		await confirm(suggested);
		expect(await caseOf(suggested.id)).toMatchObject({ state: 'satisfied', decidedClass: 'pump-worn' });
	});

	it('meets the rules that name faults, by machine and by the severity of its cause', async () => {
		const when = { kind: ['fault-cause' as const], asset: ['asset-press-1'], severity: ['major' as const] };
		const then = { ...IN_THE_LOOP, decidedBy: ['technician' as const], approvedBy: 'supervisor' as const };
		const everything = { id: 'all', name: 'Everything', when: {}, then: IN_THE_LOOP };
		const rules = [everything, { id: 'presses', name: 'Presses', when, then }];
		await site.state({ type: 'policy.published', body: { version: 2, rules } });
		const { suggested } = await report();
		expect(await caseOf(suggested.id)).toMatchObject({ ruleId: 'presses', waitingFor: ['technician'] });
		await confirm(suggested, { policyVersion: 2 });
		expect(await caseOf(suggested.id)).toMatchObject({ state: 'awaiting-approval', waitingFor: ['supervisor'] });
		const other = await report({ assetId: 'asset-press-2' });
		expect(await caseOf(other.suggested.id)).toMatchObject({ ruleId: null });
	});

	it('asks for the photos and sounds that it names, and for those of an audit', async () => {
		const photo = { sha256: 'a'.repeat(64), mediaType: 'image/jpeg' as const, bytes: 10, width: 4, height: 3 };
		const sound = { sha256: 'b'.repeat(64), mediaType: 'audio/webm' as const, bytes: 10, seconds: 4 };
		const answer = await say('fault.reported', faultReport({ photos: [photo], sounds: [sound] }));
		expect(answer.missingPhotos).toEqual([photo.sha256, sound.sha256]);
		const evidence = { photo: { ...photo, sha256: 'c'.repeat(64) }, marks: [], captureId: null };
		const started = {
			id: uuid(),
			templateId: 'template-fire-safety',
			templateVersion: 1,
			title: 'Walk',
			areaId: null,
			place: null
		};
		const actor = { personId: 'person-ingrid-solberg', role: 'auditor', proof: 'pin-offline' } as const;
		const answered = {
			...{ id: uuid(), auditId: started.id, itemId: 'i', round: 0, value: null, note: '' },
			photos: [evidence]
		};
		const audited = await site.push(tablet, [
			tablet.write('audit.started', started, { actor }),
			tablet.write('audit.answered', answered, { actor })
		]);
		expect(audited.receipts.map(({ reason }) => reason)).toEqual([null, null]);
		expect(audited.missingPhotos).toEqual(['c'.repeat(64)]);
	});

	it('is refused under an id that stands for something else', async () => {
		const { reported } = await report();
		const again = await say('fault.reported', { ...reported, text: 'Another one' });
		expect(again.receipts).toMatchObject([{ result: 'quarantined', reason: 'id-taken' }]);
	});

	it('has a story, told with the rule that it met', async () => {
		const { reported, suggested } = await report({ text: 'Slow since the morning' });
		await confirm(suggested);
		const story = await readStory(site.server, site.id, reported.id);
		expect(story?.rows.map(({ entry }) => entry.type)).toEqual(['fault.reported', 'suggestion.made', 'decision.made']);
		expect([...(story?.routes.values() ?? [])]).toMatchObject([
			{ route: { rule: null }, facts: { asset: 'asset-press-1', severity: 'major', class: 'pump-worn' } }
		]);
	});
});

describe('what tablets learn from', () => {
	it('is what people confirmed, with the machine as it was then', async () => {
		const at = '2026-11-12T08:00:00.000Z';
		await site.state({
			type: 'asset.read',
			body: { assetId: 'asset-press-1', at, codes: ['E-31'], replaced: ['Hydraulic pump'] }
		});
		const { reported, suggested } = await report();
		expect(asFaultCase(await faultOf(reported.id))).toBeNull();
		await confirm(suggested);
		const learned = asFaultCase(await faultOf(reported.id));
		expect(learned).toMatchObject({ causeId: 'pump-worn', weight: 1, facts: { assetKind: 'Press' } });
		expect(learned?.facts.componentAgeDays['Hydraulic pump']).toBeCloseTo(10, 1);
		expect(learned?.facts.componentAgeDays['Oil filter']).toBeGreaterThan(3000);
		expect(await stateOf('asset-press-1')).toMatchObject({ codes: [{ code: 'E-31', at }], readAt: at });
	});

	it('is taken back when the repair did not help, and taught again under what it was after all', async () => {
		const { reported, suggested } = await report();
		await confirm(suggested);
		const done = repair(reported, suggested.id, { replaced: ['Hydraulic pump'] });
		await say('repair.recorded', done);
		expect((await stateOf('asset-press-1'))?.replaced).toMatchObject([{ component: 'Hydraulic pump' }]);
		const outcome = { id: uuid(), reportId: reported.id, repairId: done.id, causeId: null, note: '' };
		await say('repair.judged', { ...outcome, helped: 'no' });
		expect(asFaultCase(await faultOf(reported.id))).toBeNull();
		await say('repair.judged', { ...outcome, id: uuid(), helped: 'yes', causeId: 'seal-leaks' });
		expect(asFaultCase(await faultOf(reported.id))).toMatchObject({ causeId: 'seal-leaks', weight: 1 });
	});

	it('waits where the cause was not in the list, until a lead has taken it in', async () => {
		const { reported, suggested } = await report();
		await confirm(suggested, { verdict: 'correct', class: null, otherClass: 'Hose kinked' });
		const proposed = {
			...{ id: uuid(), name: 'Hose kinked', component: null, note: '' },
			...{ reportId: reported.id, assetKind: 'Press' }
		};
		await say('cause.proposed', proposed);
		await site.state({
			type: 'cause.settled',
			body: { proposedId: proposed.id, causeId: 'hose-kinked', reason: 'Seen twice' }
		});
		expect(asFaultCase(await faultOf(reported.id))).toMatchObject({ causeId: 'hose-kinked' });
		const held = await readDocument(site.server.db, site.id, 'proposed-cause', proposed.id);
		expect(held).toMatchObject({ by: TECHNICIAN.personId, settled: { causeId: 'hose-kinked' } });
	});
});

describe('a work order', () => {
	const stated = async () => {
		const rows = await site.server.db
			.selectFrom('entries')
			.select('json')
			.where('type', 'in', ['action.finalized', 'action.withdrawn'])
			.orderBy('position')
			.execute();
		return rows.map(({ json }) => JSON.parse(json) as { type: string; body: Record<string, unknown> });
	};
	const settleLater = async () => {
		site.clock.now += SETTLE_AFTER_MS;
		await settleCases(site.server, site.id);
	};

	it('is open once the cause is confirmed, done with the repair, and taken back as one when the cause no longer stands', async () => {
		const { reported, suggested } = await report();
		await confirm(suggested);
		await settleLater();
		expect(await stated()).toMatchObject([
			{
				type: 'action.finalized',
				body: {
					...{ kind: 'work-order', state: 'open', captureId: reported.id, class: 'pump-worn' },
					...{ cause: 'Hydraulic pump worn', subject: { kind: 'asset', assetId: 'asset-press-1' } },
					remedies: ['Replace the hydraulic pump', 'Flush the tank and change the filter']
				}
			}
		]);
		const done = repair(reported, suggested.id, { parts: [{ name: 'Pump A10', quantity: 1 }] });
		await say('repair.recorded', done);
		await settleLater();
		const second = { state: 'done', repairId: done.id, parts: done.parts, minutes: 40, captureId: reported.id };
		expect((await stated()).slice(1)).toMatchObject([{ type: 'action.finalized', body: second }]);
		await confirm(suggested, { verdict: 'correct', class: 'seal-leaks', otherClass: null });
		await settleLater();
		const [, carried, withdrawn, again] = await stated();
		expect(withdrawn).toMatchObject({ type: 'action.withdrawn', body: { actionId: carried?.body['id'] } });
		expect(again).toMatchObject({ body: { class: 'seal-leaks', state: 'done', cause: 'Cylinder seal leaks' } });
	});

	it('comes once, done, where the repair arrives with the decision', async () => {
		const { reported, suggested } = await report();
		await confirm(suggested);
		await say('repair.recorded', repair(reported, suggested.id));
		await settleLater();
		await settleLater();
		expect(await stated()).toMatchObject([{ body: { state: 'done' } }]);
	});

	it('does not come where nothing was wrong', async () => {
		const { suggested } = await report();
		await confirm(suggested, { verdict: 'reject', because: 'part-good' });
		await settleLater();
		expect(await stated()).toEqual([]);
	});

	it('names what somebody found in their own words', async () => {
		const { suggested } = await report();
		await confirm(suggested, { verdict: 'correct', class: null, otherClass: 'Hose kinked' });
		await settleLater();
		expect(await stated()).toMatchObject([{ body: { class: null, cause: 'Hose kinked', remedies: [] } }]);
	});
});

it('gives tablets documents that fit their schemas, and the same ones when all is derived anew', async () => {
	const { reported, suggested } = await report();
	await confirm(suggested);
	await say('repair.recorded', repair(reported, suggested.id, { replaced: ['Oil filter'] }));
	const all = async () => {
		const page = await pullDocuments(site.server, site.id, { after: 0, limit: 100_000 });
		const { documents } = v.parse(PullResponse, JSON.parse(JSON.stringify(page)));
		return documents.sort((a: SyncDocument, b: SyncDocument) => `${a.kind} ${a.id}`.localeCompare(`${b.kind} ${b.id}`));
	};
	const before = await all();
	for (const kind of ['fault-catalogue', 'fault', 'asset-state', 'case']) {
		expect(before.map((document): string => document.kind)).toContain(kind);
	}
	await rebuildProjections(site.server, site.id);
	expect(await all()).toEqual(before);
});
