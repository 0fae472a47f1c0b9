import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SentReading } from '$lib/wire';
import { readDocument } from '../projections';
import { TestSite } from '../test-site';
import { addSource, listSources, removeSource, sourceOf, takeReadings } from '.';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
let token: string;
let sourceId: string;
beforeAll(async () => {
	site = await TestSite.open('demo');
	token = await addSource(site.server, site.id, site.admin, { name: 'Line controller' });
	sourceId = (await listSources(site.server, site.id))[0]?.id ?? '';
});
afterAll(() => site.close());

const withToken = (value: string) =>
	new Request('http://localhost/api/assets/readings', { headers: { authorization: `Bearer ${value}` } });

function reading(id: string, changes: Partial<SentReading> = {}): SentReading {
	return { id, asset: 'PR-01', at: '2026-11-22T07:00:00.000Z', codes: ['E-31'], replaced: [], ...changes };
}

const take = async (...readings: SentReading[]) => {
	const { results } = await takeReadings(site.server, site.id, sourceId, readings);
	return results.map(({ result }) => result);
};

const readEntries = async () =>
	(
		await site.server.db
			.selectFrom('entries')
			.select('json')
			.where('type', '=', 'asset.read')
			.orderBy('position')
			.execute()
	).map(({ json }) => JSON.parse(json) as { body: Record<string, unknown>; actor: { proof: string } });

describe('a reading of a machine', () => {
	it('is kept once, however often it is sent, and shows in what is known of the machine', async () => {
		expect(await take(reading('1'), reading('1'), reading('2', { codes: [], replaced: ['Oil filter'] }))).toEqual([
			'stored',
			'duplicate',
			'stored'
		]);
		expect(await take(reading('1'))).toEqual(['duplicate']);
		expect(await readDocument(site.server.db, site.id, 'asset-state', 'asset-press-1')).toMatchObject({
			codes: [{ code: 'E-31' }],
			replaced: [{ component: 'Oil filter' }],
			readAt: '2026-11-22T07:00:00.000Z'
		});
		expect((await readEntries())[0]).toMatchObject({
			actor: { proof: 'service' },
			body: { assetId: 'asset-press-1', sourceId, externalId: '1' }
		});
	});

	it('is kept once where two calls bring it at the same time', async () => {
		const results = await Promise.all([take(reading('twice')), take(reading('twice'))]);
		expect(results.flat().sort()).toEqual(['duplicate', 'stored']);
	});

	it('of a machine that the register does not have is left to be sent again, and holds up no other', async () => {
		expect(await take(reading('3', { asset: 'XX-99' }), reading('4'))).toEqual(['unknown-asset', 'stored']);
	});

	it('that comes late takes its place in time', async () => {
		const asset = { asset: 'CNC-03' };
		await take(reading('a', { ...asset, codes: ['new'] }));
		await take(reading('b', { ...asset, codes: ['old'], at: '2026-11-20T07:00:00.000Z' }));
		const state = await readDocument(site.server.db, site.id, 'asset-state', 'asset-mill-3');
		expect(state?.codes.map(({ code }) => code)).toEqual(['new', 'old']);
		expect(state?.readAt).toBe('2026-11-22T07:00:00.000Z');
	});
});

describe('a system that reports', () => {
	it('is known by its token, of which the server keeps no more than a hash', async () => {
		expect(await sourceOf(site.server, site.id, withToken(token))).toEqual({ id: sourceId, name: 'Line controller' });
		expect((await listSources(site.server, site.id))[0]?.usedAt).not.toBeNull();
		const rows = await site.server.db.selectFrom('reading_sources').selectAll().execute();
		const entries = await site.server.db.selectFrom('entries').select('json').execute();
		expect(JSON.stringify([rows, entries])).not.toContain(token.slice(4));
	});

	it.each(['', 'csr_', `csr_${'A'.repeat(43)}`])('is not known by %j', async (wrong) => {
		expect(await sourceOf(site.server, site.id, withToken(wrong))).toBeNull();
	});

	it('is on record with who added it, and no longer known once it was removed', async () => {
		const other = await addSource(site.server, site.id, site.admin, { name: 'Old gateway' });
		const { id = '' } = (await listSources(site.server, site.id)).find(({ name }) => name === 'Old gateway') ?? {};
		await removeSource(site.server, site.id, site.admin, id);
		expect(await sourceOf(site.server, site.id, withToken(other))).toBeNull();
		await expect(removeSource(site.server, site.id, site.admin, id)).rejects.toThrow('not-found');
		const stated = await site.server.db
			.selectFrom('entries')
			.select(['type', 'person'])
			.where('type', 'like', 'reading-source.%')
			.where('about', '=', id)
			.orderBy('position')
			.execute();
		expect(stated).toEqual([
			{ type: 'reading-source.defined', person: site.admin.personId },
			{ type: 'reading-source.removed', person: site.admin.personId }
		]);
	});

	it('is added by nobody but an admin', async () => {
		const technician = { ...site.admin, role: 'technician' as const };
		await expect(addSource(site.server, site.id, technician, { name: 'Mine' })).rejects.toThrow('forbidden');
	});
});
