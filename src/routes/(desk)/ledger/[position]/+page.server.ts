import { m } from '$lib/messages';
import {
	captureOf,
	readDocument,
	readDocuments,
	readEntriesAt,
	readPhotoOf,
	readRegister,
	requireRight,
	verifyEntry
} from '$lib/server';
import { error } from '@sveltejs/kit';
import { contentInWords } from '../content';
import { actorName, namesFrom } from '../names';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'ledger.read');
	const { server } = event.locals;
	const position = Number(event.params.position);
	if (!Number.isSafeInteger(position) || position < 1) error(404, { message: 'no such entry' });
	const [[row], verified] = await Promise.all([
		readEntriesAt(server, site, [position]),
		verifyEntry(server, site, position)
	]);
	if (!row || verified === null) error(404, { message: 'no such entry' });
	const { entry } = row;
	const [device, register, photo, captureId] = await Promise.all([
		readDocument(server.db, site, 'device', entry.device),
		readRegister(server, site),
		readPhotoOf(server, site, entry),
		captureOf(server, site, row)
	]);
	const names = namesFrom({
		parts: register?.parts ?? [],
		people: register?.people ?? (await readDocuments(server.db, site, 'person'))
	});
	return {
		title: m.ledger_entry_title({ position }),
		row,
		device: device?.name ?? entry.device,
		person: actorName(entry.actor, names),
		content: contentInWords(entry, names),
		photo,
		captureId,
		verified
	};
};
