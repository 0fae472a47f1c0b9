import { m } from '$lib/messages';
import { createEnrolmentCode, listDevices, ProblemError, requireRight, type Account } from '$lib/server';
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import qrcode from 'qrcode';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'devices.manage');
	const devices = await listDevices(event.locals.server, site);
	return {
		title: m.enrol_devices_title(),
		devices: devices.filter(({ isServer }) => !isServer),
		now: event.locals.server.now().toISOString()
	};
};

export const actions: Actions = {
	/** A one-time code, and a QR code that another tablet scans. */
	code: async (event) => {
		const { site, account } = requireRight(event, 'devices.manage');
		const { code, expiresAt } = await makeCode(event, site, account);
		const address = new URL('/enrol', event.url);
		address.searchParams.set('code', code);
		const svg = await qrcode.toString(address.href, { type: 'svg', margin: 4, errorCorrectionLevel: 'M' });
		return {
			code,
			expiresAt,
			address: new URL('/enrol', event.url).href,
			qr: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
			// No other device can reach an address of this computer alone.
			onlyHere: ['localhost', '127.0.0.1', '[::1]'].includes(event.url.hostname)
		};
	},
	/** Makes a code and leads this very browser to redeem it at once. */
	here: async (event) => {
		const { site, account } = requireRight(event, 'devices.manage');
		const name = String((await event.request.formData()).get('name') ?? '').trim();
		const { code } = await makeCode(event, site, account);
		redirect(303, `/enrol?${new URLSearchParams({ code, name, now: '1' })}`);
	}
};

async function makeCode({ locals }: RequestEvent, site: string, account: Account) {
	try {
		return await createEnrolmentCode(locals.server, site, account);
	} catch (failure) {
		if (failure instanceof ProblemError) error(failure.status, { message: failure.code });
		throw failure;
	}
}
