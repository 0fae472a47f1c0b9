import { ENTRY_TYPES } from '$lib/domain/ledger';
import { keyFingerprint } from '$lib/domain/ledger-export';
import { m } from '$lib/messages';
import { ledgerFilterFrom, listDevices, readLedgerPage, readRegister, requireRight, verifyLedger } from '$lib/server';
import type { Actions, PageServerLoad } from './$types';
import { contentInWords } from './content';
import { actorName, deviceName, namesFrom } from './names';
import { shownBy } from './shown';

const PAGE = 50;

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'ledger.read');
	const { server } = event.locals;
	const { searchParams } = event.url;
	const filter = ledgerFilterFrom(searchParams);
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
		shown: shownBy(searchParams),
		types: ENTRY_TYPES,
		devices: devices.map(({ id }) => ({ id, name: deviceName(id, devices, serverId) })),
		people: people.map(({ id, name }) => ({ id, name })),
		rows: page.rows.map(({ position, receivedAt, captureId, entry }) => ({
			position,
			captureId,
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
		const { server } = event.locals;
		return { verification: await verifyLedger(server, site), serverKey: keyFingerprint(server.key.publicKey) };
	}
};
