import { m } from '$lib/messages';
import { listDevices, readRegister, readSignIns, requireRight, SIGN_IN_EVENTS } from '$lib/server';
import type { PageServerLoad } from './$types';

const PAGE = 50;

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'sign-ins.read');
	const { server } = event.locals;
	const { searchParams } = event.url;
	const kind = SIGN_IN_EVENTS.find((known) => known === searchParams.get('kind'));
	const filter = { person: searchParams.get('person') || undefined, kind };
	const [page, register, devices] = await Promise.all([
		readSignIns(server, site, filter, searchParams.get('before'), PAGE),
		readRegister(server, site),
		listDevices(server, site)
	]);
	const people = (register?.people ?? []).map(({ id, name }) => ({ id, name }));
	const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name ?? id;
	return {
		title: m.sign_ins_title(),
		filter,
		people,
		kinds: SIGN_IN_EVENTS,
		events: page.events.map(({ personId, byPersonId, deviceId, ...rest }) => ({
			...rest,
			person: nameOf(personId),
			by: nameOf(byPersonId),
			device: devices.find(({ id }) => id === deviceId)?.name ?? deviceId
		})),
		next: page.next,
		isNewest: !searchParams.has('before')
	};
};
