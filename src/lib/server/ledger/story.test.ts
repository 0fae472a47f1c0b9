import { IN_THE_LOOP } from '$lib/domain/policy';
import type { Suggestion } from '$lib/domain/suggestion';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rebuildProjections } from '../projections';
import { openServer } from '../site-server';
import { BY_DEVICE, capture, decision, suggestion, TestSite, type Tablet } from '../test-site';
import { exportCsv } from './csv';
import { ledgerFilterFrom, type LedgerFilter } from './filter';
import { dismissRecord, releaseRecord } from './quarantine';
import { readLedgerPage } from './read';
import { captureOf, readStory } from './story';
import { summarizeLedger } from './summary';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
let tablet: Tablet;
/** The case that is told: taken, suggested, decided, taken back, decided otherwise; its photo arrived. */
let told: { captureId: string; said: Suggestion; ids: string[] };
const PHOTO = 'ab'.repeat(32);

beforeAll(async () => {
	site = await TestSite.open();
	tablet = await site.enrol('Line 4');
	await site.push(tablet, tablet.writeInspection());
	const taken = capture(PHOTO);
	const said = suggestion(taken.id);
	const first = decision(said, { note: 'Am Rand, ÜBER der Grenze' });
	const second = decision(said, { verdict: 'reject', because: 'part-good', note: 'Only 100% dust_' } as never);
	const entries = [
		tablet.write('capture.recorded', taken),
		tablet.write('suggestion.made', said, { actor: BY_DEVICE }),
		tablet.write('decision.made', first),
		tablet.write('decision.withdrawn', { decisionId: first.id }),
		tablet.write('decision.made', second)
	];
	await site.push(tablet, entries);
	await site.state({
		type: 'photo.stored',
		body: { sha256: PHOTO, mediaType: 'image/jpeg', bytes: 1000, deviceId: tablet.id }
	});
	await site.state({
		type: 'checkpoint.overdue',
		body: { suggestionId: said.id, dueAt: new Date(site.clock.now).toISOString(), to: 'supervisor' }
	});
	await site.state({
		type: 'policy.published',
		body: {
			version: 2,
			rules: [
				{
					id: 'cracks',
					name: 'Cracks are read by two',
					when: { class: ['crack'] },
					then: { ...IN_THE_LOOP, readers: 2 }
				}
			]
		}
	});
	told = { captureId: taken.id, said, ids: entries.map(({ id }) => id) };
});

afterAll(() => site.close());

const positionsOf = async (filter: LedgerFilter) =>
	(await readLedgerPage(site.server, site.id, filter, null, 500)).rows.map(({ entry }) => entry.id);

describe('the story of a case', () => {
	it('holds every entry about it in the order of the ledger, and no other', async () => {
		const story = await readStory(site.server, site.id, told.captureId);
		const stated = story?.rows.filter(({ entry }) => entry.device === tablet.id);
		expect(stated?.map(({ entry }) => entry.id)).toEqual(told.ids);
		const own = story?.rows.filter(({ entry }) => entry.device !== tablet.id).map(({ entry }) => entry.type);
		expect(own).toEqual(expect.arrayContaining(['photo.stored', 'checkpoint.overdue']));
		expect(story?.subjectText).toBe('MT-0417 rev C · S/N 00219');
		expect(story?.cases).toMatchObject([{ suggestionId: told.said.id, state: 'satisfied' }]);
	});

	it('says which rule of the policy that was in force then the suggestion met, and why', async () => {
		const [before] = (await readStory(site.server, site.id, told.captureId))?.routes.values() ?? [];
		expect(before?.route).toMatchObject({ policyVersion: 1, rule: { id: 'everything-else' }, because: [] });
		const later = tablet.writeInspection();
		await site.push(tablet, later);
		const [after] = (await readStory(site.server, site.id, String(later[0].body['id'])))?.routes.values() ?? [];
		expect(after?.route).toMatchObject({ policyVersion: 2, rule: { id: 'cracks' }, because: ['class'] });
		expect(after?.facts.severity).toBe('critical');
	});

	it('is reached from each of its entries', async () => {
		const story = await readStory(site.server, site.id, told.captureId);
		for (const row of story?.rows ?? []) expect(await captureOf(site.server, site.id, row)).toBe(told.captureId);
		const [register] = (await readLedgerPage(site.server, site.id, { type: 'part.defined' }, null, 1)).rows;
		if (!register) throw new Error('a part was defined');
		expect(await captureOf(site.server, site.id, register)).toBeNull();
		expect(await readStory(site.server, site.id, 'nothing')).toBeNull();
	});

	it('tells what became of its records in quarantine', async () => {
		const stranger = { personId: 'x', role: 'inspector', proof: 'session' } as const;
		const unknown = (note: string) => tablet.write('decision.made', decision(told.said, { note }), { actor: stranger });
		await site.push(tablet, [unknown('one'), unknown('two')]);
		const rows = await site.server.db
			.selectFrom('quarantine')
			.selectAll()
			.where('device', '=', tablet.id)
			.orderBy('seq')
			.execute();
		const [one, two] = rows.map(({ device, seq, hash }) => ({ deviceId: device, seq, hash }));
		if (!one || !two) throw new Error('both were refused');
		await releaseRecord(site.server, site.id, site.admin, one, 'It was Lena');
		await dismissRecord(site.server, site.id, site.admin, two, 'Written twice');
		const story = await readStory(site.server, site.id, told.captureId);
		expect(story?.rows.map(({ entry }) => entry.body['reason'] ?? entry.body['note'])).toEqual(
			expect.arrayContaining(['one', 'It was Lena'])
		);
		const settled = (await readLedgerPage(site.server, site.id, { type: 'quarantine.resolved' }, null, 2)).rows;
		for (const row of settled) expect(await captureOf(site.server, site.id, row)).toBe(told.captureId);
	});
});

describe('the search', () => {
	it.each<[string, number]>([
		['am rand', 2],
		['über', 2],
		['100% dust_', 4],
		['100_', -1],
		['nothing-like-this', -1]
	])('finds %j in notes, letter by letter, and in any case', async (words, nth) => {
		expect(await positionsOf({ words })).toEqual(nth < 0 ? [] : [told.ids[nth]]);
	});

	it('finds parts, units, people and tablets, all words together', async () => {
		const everything = await positionsOf({});
		const cases = await positionsOf({ words: 'mt-0417 00219' });
		expect(told.ids.every((id) => cases.includes(id))).toBe(true);
		expect(cases.length).toBeLessThan(everything.length);
		expect(await positionsOf({ words: 'line 4 dust' })).toEqual([told.ids[4]]);
		expect(await positionsOf({ words: 'inspector dust' })).toEqual([told.ids[4]]);
		expect(await positionsOf({ words: 'planner dust' })).toEqual([]);
	});

	it('works together with the filters, and page by page', async () => {
		const filter = { words: 'mt-0417', type: 'decision.made', verdict: 'reject' };
		expect(await positionsOf(filter)).toEqual([told.ids[4]]);
		const first = await readLedgerPage(site.server, site.id, { words: 'mt-0417' }, null, 2);
		const second = await readLedgerPage(site.server, site.id, { words: 'mt-0417' }, first.next, 500);
		expect([...first.rows, ...second.rows].map(({ entry }) => entry.id)).toEqual(
			await positionsOf({ words: 'mt-0417' })
		);
	});

	it('finds the same after everything was derived anew, and in a ledger that had no index', async () => {
		const before = await positionsOf({ words: 'mt-0417' });
		await rebuildProjections(site.server, site.id);
		expect(await positionsOf({ words: 'mt-0417' })).toEqual(before);
		await site.server.db.deleteFrom('entry_index').execute();
		const again = await openServer(site.place);
		await again.close();
		expect(await positionsOf({ words: 'mt-0417' })).toEqual(before);
	});
});

describe('a filter from an address', () => {
	it('leaves out what it cannot read, and takes whole days', () => {
		const query = new URLSearchParams('type=decision.made&device=&since=yesterday&until=2026-11-22&q=+x+&before=3');
		const { until, ...rest } = ledgerFilterFrom(query);
		expect(rest).toEqual({ type: 'decision.made', words: 'x' });
		expect(new Date(until ?? '').getTime() - new Date('2026-11-22T00:00:00').getTime()).toBe(24 * 60 * 60 * 1000);
	});
});

describe('a report', () => {
	it('counts decisions by person and verdict, and names the head of the ledger', async () => {
		const summary = await summarizeLedger(site.server, site.id, { words: '00219', device: tablet.id });
		expect(summary.decisions).toContainEqual({ person: 'inspector', verdict: 'reject', count: 1 });
		expect(summary.withdrawals).toBe(1);
		const row = await site.server.db.selectFrom('sites').selectAll().executeTakeFirstOrThrow();
		expect(summary.head).toMatchObject({ position: row.position, seal: row.seal });
		expect(await summarizeLedger(site.server, site.id, { words: 'nothing' })).toMatchObject({ entries: 0, span: null });
	});
});

describe('a table for spreadsheets', () => {
	it('has a line for each entry that passes, with names, in the order of the ledger', async () => {
		const bytes = await new Response(exportCsv(site.server, site.id, { words: 'dust' })).bytes();
		expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
		const [head = '', line = '', ...rest] = new TextDecoder().decode(bytes).split('\r\n');
		expect(rest).toEqual(['']);
		const cells = line.split(',');
		const value = (name: string) => cells[head.split(',').indexOf(name)];
		expect(['verdict', 'reason', 'note', 'person', 'device', 'subject'].map(value)).toEqual([
			'reject',
			'part-good',
			'Only 100% dust_',
			'The inspector',
			'Line 4',
			'MT-0417 rev C · S/N 00219'
		]);
	});
});
