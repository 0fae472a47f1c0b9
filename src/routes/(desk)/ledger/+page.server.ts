import { ENTRY_TYPES } from '$lib/domain/ledger';
import { m } from '$lib/messages';
import { listDevices, readLedgerPage, readRegister, requireRight, verifyLedger } from '$lib/server';
import type { Actions, PageServerLoad } from './$types';
import { contentInWords } from './content';
import { actorName, deviceName, namesFrom } from './names';

const PAGE = 50;

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'ledger.read');
	const { server } = event.locals;
	const { searchParams } = event.url;
	const filter = {
		type: searchParams.get('type') || undefined,
		device: searchParams.get('device') || undefined,
		person: searchParams.get('person') || undefined
	};
	const before = Number(searchParams.get('before'));
	const [page, register, devices] = await Promise.all([
		readLedgerPage(server, site, filter, Number.isSafeInteger(before) && before > 0 ? before : null, PAGE),
		readRegister(server, site),
		listDevices(server, site)
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
		const { site } = requireRight(event, 'ledger.verify');
		return { verification: await verifyLedger(event.locals.server, site) };
	}
};
