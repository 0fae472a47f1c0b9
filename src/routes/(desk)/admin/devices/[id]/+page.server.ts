import {
	listDevices,
	listTablets,
	ProblemError,
	readRegister,
	renameDevice,
	requireRight,
	revokeDevice,
	type Granted
} from '$lib/server';
import { error, fail } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'devices.manage');
	const { server } = event.locals;
	const tablet = (await listTablets(server, site)).find(({ id }) => id === event.params.id);
	if (!tablet) error(404, { message: 'no such tablet' });
	const [devices, register] = await Promise.all([listDevices(server, site), readRegister(server, site)]);
	const successor = tablet.replacedBy ?? tablet.claim;
	return {
		title: tablet.name,
		tablet,
		successor: devices.find(({ id }) => id === successor?.deviceId)?.name ?? successor?.deviceId ?? '',
		people: Object.fromEntries((register?.people ?? []).map(({ id, name }) => [id, name])),
		now: server.now().toISOString()
	};
};

const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));
const Reason = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500));

export const actions: Actions = {
	rename: async (event) => {
		const granted = requireRight(event, 'devices.manage');
		const name = v.safeParse(Name, (await event.request.formData()).get('name'));
		if (!name.success) return refuse('name');
		await onTablet(event, granted, (server, site, by, id) => renameDevice(server, site, by, id, name.output));
		return { renamed: true };
	},
	revoke: async (event) => {
		const granted = requireRight(event, 'devices.manage');
		const reason = v.safeParse(Reason, (await event.request.formData()).get('reason'));
		if (!reason.success) return refuse('reason');
		await onTablet(event, granted, (server, site, by, id) => revokeDevice(server, site, by, id, reason.output));
		return {};
	}
};

/** Which field has to be filled in differently. */
function refuse(wrong: 'name' | 'reason') {
	return fail(400, { wrong });
}

async function onTablet(
	{ locals, params }: RequestEvent,
	{ site, account }: Granted,
	act: (server: typeof locals.server, site: string, by: typeof account, id: string) => Promise<void>
): Promise<void> {
	try {
		await act(locals.server, site, account, params.id);
	} catch (failure) {
		if (failure instanceof ProblemError) error(failure.status, { message: failure.code });
		throw failure;
	}
}
