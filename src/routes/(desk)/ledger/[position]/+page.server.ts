import { fromBase64Url, hashEntry, signedBytes } from '$lib/domain/ledger';
import { m } from '$lib/messages';
import {
	captureOf,
	isSignedBy,
	readDocument,
	readDocuments,
	readLedgerPage,
	readPhotoOf,
	readRegister,
	requireRight
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
	const [row] = (await readLedgerPage(server, site, {}, position + 1, 1)).rows;
	if (row?.position !== position) error(404, { message: 'no such entry' });
	const { entry } = row;
	const [device, register, before, photo, captureId] = await Promise.all([
		readDocument(server.db, site, 'device', entry.device),
		readRegister(server, site),
		readLedgerPage(server, site, { device: entry.device }, position, 1),
		readPhotoOf(server, site, entry),
		captureOf(server, site, row)
	]);
	const names = namesFrom({
		parts: register?.parts ?? [],
		people: register?.people ?? (await readDocuments(server.db, site, 'person'))
	});
	const genuine = device !== null && isSignedBy(device.publicKey, fromBase64Url(entry.sig), signedBytes(entry));
	return {
		title: m.ledger_entry_title({ position }),
		row,
		device: device?.name ?? entry.device,
		person: actorName(entry.actor, names),
		content: contentInWords(entry, names),
		photo,
		captureId,
		verified: verdict(genuine, hashEntry(entry) === row.hash, entry.prev, before.rows[0]?.hash ?? null)
	};
};

type Verified = 'good' | 'first' | 'bad-signature' | 'altered' | 'broken-chain';

/** What the checks came to; the first fault counts. */
function verdict(genuine: boolean, unaltered: boolean, prev: string | null, before: string | null): Verified {
	if (!genuine) return 'bad-signature';
	if (!unaltered) return 'altered';
	if (prev !== before) return 'broken-chain';
	return prev === null ? 'first' : 'good';
}
