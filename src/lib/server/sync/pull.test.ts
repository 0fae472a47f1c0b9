import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SyncDocument } from '$lib/wire';
import { PullResponse } from '$lib/wire';
import * as v from 'valibot';
import { rebuildProjections } from '../projections';
import { by, BY_DEVICE, capture, decision, suggestion, TestSite } from '../test-site';
import { pullDocuments, type Pull } from './pull';

// Keys, hashes and hundreds of transactions: seconds of work on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
beforeAll(async () => {
	site = await TestSite.open('demo');
});
afterAll(() => site.close());

async function pullAll(limit: number): Promise<Map<string, SyncDocument>> {
	const held = new Map<string, SyncDocument>();
	for (let after = 0, more = true; more;) {
		const page = await pullDocuments(site.server, site.id, { after, limit });
		for (const document of page.documents) held.set(`${document.kind} ${document.id}`, document);
		expect(page.position).toBeGreaterThan(after);
		({ more, position: after } = page);
	}
	return held;
}

const sorted = (documents: Iterable<SyncDocument>) =>
	[...documents].sort((a, b) => `${a.kind} ${a.id}`.localeCompare(`${b.kind} ${b.id}`));

describe('a pull', () => {
	it('gives a new tablet the whole register, in the form the tablet checks', async () => {
		const page = await pullDocuments(site.server, site.id, { after: 0, limit: 1000 });
		const parsed = v.parse(PullResponse, JSON.parse(JSON.stringify(page)));
		expect(parsed.more).toBe(false);
		const kinds = new Set(parsed.documents.map(({ kind }) => kind));
		for (const kind of ['site', 'area', 'asset', 'part', 'person', 'work-order', 'unit', 'device', 'policy'] as const) {
			expect(kinds).toContain(kind);
		}
		const inspector = parsed.documents.find(({ id }) => id === 'person-lena-vogt');
		expect(inspector?.kind === 'person' && inspector.value.pin?.iterations).toBe(600_000);
	});

	it('gives what PINs are checked against to tablets alone', async () => {
		const { documents } = await pullDocuments(site.server, site.id, { after: 0, limit: 1000, audience: 'desk' });
		const people = documents.filter((document) => document.kind === 'person');
		expect(people.length).toBeGreaterThan(5);
		expect(people.every(({ value }) => value.pin === null)).toBe(true);
	});

	it('gives nothing when nothing changed, and only what changed afterwards', async () => {
		const { position } = await pullDocuments(site.server, site.id, { after: 0, limit: 1000 });
		expect((await pullDocuments(site.server, site.id, { after: position, limit: 1000 })).documents).toEqual([]);
		const tablet = await site.enrol('New one');
		const page = await pullDocuments(site.server, site.id, { after: position, limit: 1000 });
		expect(page.documents.map(({ kind, id }) => ({ kind, id }))).toEqual([{ kind: 'device', id: tablet.id }]);
	});

	it('never skips a change, whatever the page size and whatever happens between pages', async () => {
		const tablet = await site.enrol('Busy');
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 7 }),
				fc.array(fc.boolean(), { maxLength: 6 }),
				async (limit, writesBetween) => {
					const held = new Map<string, SyncDocument>();
					let after = 0;
					for (let turn = 0, more = true; more || turn < writesBetween.length; turn++) {
						if (writesBetween[turn]) await site.push(tablet, tablet.writeInspection());
						const page = await pullDocuments(site.server, site.id, { after, limit });
						for (const document of page.documents) held.set(`${document.kind} ${document.id}`, document);
						({ more, position: after } = page);
					}
					const everything = await pullDocuments(site.server, site.id, { after: 0, limit: 100_000 });
					expect(sorted(held.values())).toEqual(sorted(everything.documents));
				}
			),
			{ numRuns: 15 }
		);
	});

	it('gives all cases of one photo together, though they change at one position', async () => {
		const tablet = await site.enrol('Same photo');
		const photo = 'cd'.repeat(32);
		for (let index = 0; index < 5; index++) await site.push(tablet, tablet.writeInspection({ photo }));
		const { position } = await pullDocuments(site.server, site.id, { after: 0, limit: 100_000 });
		await site.state({
			type: 'photo.stored',
			body: { sha256: photo, mediaType: 'image/jpeg', bytes: 1000, deviceId: tablet.id }
		});
		const page = await pullDocuments(site.server, site.id, { after: position, limit: 2 });
		expect(page.documents.map((document) => document.kind === 'case' && document.value.photoArrived)).toEqual(
			Array(5).fill(true)
		);
		expect(page.more).toBe(false);
	});

	it('gives an app of version 1 no kind that it would refuse the page for, and the app it is updated to what it lacks', async () => {
		const reading = { assetId: 'asset-press-1', at: '2026-11-22T07:00:00.000Z', codes: ['E-17'], replaced: [] };
		await site.state({ type: 'asset.read', body: reading });
		const kindsOf = async (pull: Partial<Pull>) => {
			const page = await pullDocuments(site.server, site.id, { after: 0, limit: 100_000, ...pull });
			return new Set(page.documents.map(({ kind }) => kind));
		};
		const old = await kindsOf({ protocol: 1 });
		const all = await kindsOf({});
		expect([...all].filter((kind) => !old.has(kind)).sort()).toEqual([
			'asset-state',
			'audit-template',
			'fault-catalogue'
		]);
		expect([...(await kindsOf({ since: 1 }))].sort()).toEqual(['asset-state', 'audit-template', 'fault-catalogue']);
		const known = new Set(['area', 'asset', 'case', 'device', 'part', 'person', 'policy', 'seed', 'site', 'unit']);
		expect([...old].filter((kind) => !known.has(kind))).toEqual(['work-order']);
	});

	it('starts over for a tablet that is ahead of a server restored from a backup', async () => {
		const page = await pullDocuments(site.server, site.id, { after: 1_000_000, limit: 1000 });
		expect(page.documents.some(({ kind }) => kind === 'site')).toBe(true);
	});
});

describe('a case', () => {
	it('tells where its checkpoint stands, from the suggestion to the last decision', async () => {
		const tablet = await site.enrol('Tablet');
		const made = capture();
		const suggested = suggestion(made.id);
		const look = async () => {
			const held = await pullAll(500);
			const document = held.get(`case ${suggested.id}`);
			return document?.kind === 'case' ? document.value : null;
		};
		await site.push(tablet, [
			tablet.write('capture.recorded', made),
			tablet.write('suggestion.made', suggested, { actor: BY_DEVICE })
		]);
		expect(await look()).toMatchObject({
			state: 'open',
			subjectText: 'MT-0417 rev C · S/N 00219',
			suggestedClass: 'crack',
			confidence: 0.87,
			verdict: null,
			photoArrived: false
		});
		const escalated = decision(suggested, { verdict: 'escalate', to: 'quality-engineer', note: 'Never seen this' });
		await site.push(tablet, [tablet.write('decision.made', escalated)]);
		expect(await look()).toMatchObject({
			state: 'escalated',
			waitingFor: ['quality-engineer'],
			note: 'Never seen this',
			decidedBy: 'inspector'
		});
		const corrected = decision(suggested, { verdict: 'correct', class: null, otherClass: 'Chipped corner' });
		await site.push(tablet, [tablet.write('decision.made', corrected, { actor: by('quality-engineer') })]);
		expect(await look()).toMatchObject({ state: 'satisfied', waitingFor: [], decidedClass: 'Chipped corner' });
	});
});

describe('projections', () => {
	it('come out the same when they are built anew from the ledger', async () => {
		const before = [...(await pullAll(500)).values()];
		expect(before.some(({ kind }) => kind === 'case')).toBe(true);
		await rebuildProjections(site.server, site.id);
		const after = [...(await pullAll(500)).values()];
		expect(sorted(after)).toEqual(sorted(before));
		const photos = await site.server.db.selectFrom('photos').selectAll().execute();
		expect(photos).toHaveLength(1);
	});
});
