import { ENTRY_TYPES } from '$lib/domain/ledger';
import { m } from '$lib/messages';
import { listDevices, readLedgerPage, readRegister, verifyLedger } from '$lib/server';
import { error, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { contentInWords } from './content';
import { actorName, deviceName, namesFrom } from './names';

const PAGE = 50;

export const load: PageServerLoad = async (event) => {
	const { server, siteId } = signedIn(event);
	const { searchParams } = event.url;
	const filter = {
		type: searchParams.get('type') || undefined,
		device: searchParams.get('device') || undefined,
		person: searchParams.get('person') || undefined
	};
	const before = Number(searchParams.get('before'));
	const [page, register, devices] = await Promise.all([
		readLedgerPage(server, siteId, filter, Number.isSafeInteger(before) && before > 0 ? before : null, PAGE),
		readRegister(server, siteId),
		listDevices(server, siteId)
	]);
	const people = register?.people ?? [];
	const names = namesFrom({ parts: register?.parts ?? [], people });
	const serverId = devices.find(({ isServer }) => isServer)?.id ?? null;
	return {
		title: m.ledger_title(),
		filter,
		types: ENTRY_TYPES,
		devices: devices.map(({ id }) => ({ id, name: deviceName(id, devices, serverId) })),
		people: people.map(({ id, name }) => ({ id, name })),
		rows: page.rows.map(({ position, receivedAt, entry }) => ({
			position,
			receivedAt,
			type: entry.type,
			seq: entry.seq,
			device: deviceName(entry.device, devices, serverId),
			person: actorName(entry.actor, names),
			content: contentInWords(entry, names)
		})),
		next: page.next,
		isNewest: !searchParams.has('before')
	};
};

export const actions: Actions = {
	verify: async (event) => {
		const { server, siteId } = signedIn(event);
		return { verification: await verifyLedger(server, siteId) };
	}
};

function signedIn({ locals }: RequestEvent) {
	if (locals.siteId === null || locals.account === null) error(401, { message: 'not signed in' });
	return { server: locals.server, siteId: locals.siteId };
}
