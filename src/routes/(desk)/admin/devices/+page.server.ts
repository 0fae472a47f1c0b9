import { m } from '$lib/messages';
import {
	createEnrolmentCode,
	listTablets,
	ProblemError,
	readAttention,
	requireRight,
	SILENT_DAYS,
	type Granted
} from '$lib/server';
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import qrcode from 'qrcode';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'devices.manage');
	const { server } = event.locals;
	const tablets = await listTablets(server, site);
	return {
		title: m.enrol_devices_title(),
		tablets,
		attention: await readAttention(server, site, tablets),
		silentDays: SILENT_DAYS,
		now: server.now().toISOString()
	};
};

export const actions: Actions = {
	/** A one-time code, and a QR code that another tablet scans; for one tablet's new registration, when the form names it. */
	code: async (event) => {
		const granted = requireRight(event, 'devices.manage');
		const replaces = (await event.request.formData()).get('replaces');
		const { code, expiresAt } = await makeCode(event, granted, typeof replaces === 'string' ? replaces : null);
		const address = new URL('/enrol', event.url);
		address.searchParams.set('code', code);
		const svg = await qrcode.toString(address.href, { type: 'svg', margin: 4, errorCorrectionLevel: 'M' });
		return {
			code,
			expiresAt,
			replaces: typeof replaces === 'string' ? replaces : null,
			address: new URL('/enrol', event.url).href,
			qr: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
			// No other device can reach an address of this computer alone.
			onlyHere: ['localhost', '127.0.0.1', '[::1]'].includes(event.url.hostname)
		};
	},
	/** Makes a code and leads this very browser to redeem it at once. */
	here: async (event) => {
		const granted = requireRight(event, 'devices.manage');
		const name = String((await event.request.formData()).get('name') ?? '').trim();
		const { code } = await makeCode(event, granted, null);
		redirect(303, `/enrol?${new URLSearchParams({ code, name, now: '1' })}`);
	}
};

async function makeCode({ locals }: RequestEvent, { site, account }: Granted, replaces: string | null) {
	try {
		return await createEnrolmentCode(locals.server, site, account, { replaces });
	} catch (failure) {
		if (failure instanceof ProblemError) error(failure.status, { message: failure.code });
		throw failure;
	}
}
