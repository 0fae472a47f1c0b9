/** What the site has decided about its tablets. */
import { DEFAULT_SITE_SETTINGS, type SiteSettings } from '$lib/domain/site-settings';
import { inTheNameOf, refuseUnlessMay, type Account } from './auth';
import type { Core } from './core';
import type { Reader } from './db';
import { appendServiceEntries, lockSite } from './ledger';
import { readDocument } from './projections';

/** The defaults until the site has decided. */
export async function readSiteSettings(reader: Reader, site: string): Promise<SiteSettings> {
	return (await readDocument(reader, site, 'site-settings', 'current')) ?? DEFAULT_SITE_SETTINGS;
}

/** Puts new settings on record; tablets take them with their next pull. Throws `forbidden`. */
export async function configureSite(core: Core, site: string, by: Account, settings: SiteSettings): Promise<void> {
	refuseUnlessMay(by, 'site.configure');
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const known = await readDocument(tx, site, 'site-settings', 'current');
		if (known && JSON.stringify(known) === JSON.stringify(settings)) return;
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [{ type: 'site.configured', body: settings }]);
	});
}
