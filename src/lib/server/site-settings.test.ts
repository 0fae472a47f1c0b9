import { DEFAULT_SITE_SETTINGS } from '$lib/domain/site-settings';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readLedgerPage } from './ledger';
import { configureSite, readSiteSettings } from './site-settings';
import { pullDocuments } from './sync';
import { TestSite } from './test-site';

let site: TestSite;

beforeEach(async () => {
	site = await TestSite.open();
});

afterEach(() => site.close());

const CHANGED = { ...DEFAULT_SITE_SETTINGS, lockAfterMinutes: 5 };

it('holds the defaults until an admin decides, and hands the decision to the tablets', async () => {
	expect(await readSiteSettings(site.server.db, site.id)).toEqual(DEFAULT_SITE_SETTINGS);
	await configureSite(site.server, site.id, site.admin, CHANGED);
	expect(await readSiteSettings(site.server.db, site.id)).toEqual(CHANGED);
	const { documents } = await pullDocuments(site.server, site.id, { after: 0, limit: 500 });
	expect(documents.find(({ kind }) => kind === 'site-settings')?.value).toEqual(CHANGED);
	const [row] = (await readLedgerPage(site.server, site.id, {}, null, 1)).rows;
	expect(row?.entry).toMatchObject({ type: 'site.configured', actor: { personId: site.admin.personId } });
});

it('puts nothing on record when nothing changes, and takes nothing from anyone but an admin', async () => {
	await configureSite(site.server, site.id, site.admin, CHANGED);
	const before = await readLedgerPage(site.server, site.id, {}, null, 1);
	await configureSite(site.server, site.id, site.admin, CHANGED);
	const supervisor = { ...site.admin, role: 'supervisor' as const };
	await expect(configureSite(site.server, site.id, supervisor, DEFAULT_SITE_SETTINGS)).rejects.toMatchObject({
		code: 'forbidden'
	});
	expect(await readLedgerPage(site.server, site.id, {}, null, 1)).toEqual(before);
});
