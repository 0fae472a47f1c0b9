import { SiteSettings } from '$lib/domain/site-settings';
import { m } from '$lib/messages';
import { configureSite, readForm, readSiteSettings, requireRight } from '$lib/server';
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'site.configure');
	return { title: m.rules_title(), settings: await readSiteSettings(event.locals.server.db, site) };
};

export const actions: Actions = {
	default: async (event) => {
		const { site, account } = requireRight(event, 'site.configure');
		const form = await readForm(event);
		const settings = v.safeParse(SiteSettings, {
			pinOfflineHours: Number(form.get('pinOfflineHours')),
			lockAfterMinutes: Number(form.get('lockAfterMinutes')),
			keepPhotoLocation: form.get('keepPhotoLocation') === 'on',
			oversight: {
				seedEvery: Number(form.get('seedEvery')),
				acceptedSeedsLimit: Number(form.get('acceptedSeedsLimit')),
				shortestLookMs: Number(form.get('shortestLookMs')),
				fastAcceptsLimit: Number(form.get('fastAcceptsLimit'))
			}
		});
		if (!settings.success) return fail(400, { saved: false });
		await configureSite(event.locals.server, site, account, settings.output);
		return { saved: true };
	}
};
