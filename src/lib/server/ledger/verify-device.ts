/** One device's chain, from its stored records: order, hashes, signatures, and whether each says what it is filed under. */
import { setImmediate } from 'node:timers/promises';
import { EntryEnvelope, fromBase64Url, linkFault, signedBytes, type BodyOf } from '$lib/domain/ledger';
import type { Device, PublicKey } from '$lib/domain/site';
import * as v from 'valibot';
import type { Core } from '../core';
import type { EntryRow } from '../db';
import { asideLinks } from './aside';
import { readChain, seal } from './records';
import { isSignedBy } from './signature';
import type { DeviceReport } from './verify';

const PAGE = 500;

export async function verifyDevice(core: Core, site: string, device: Device, report: DeviceReport): Promise<void> {
	const enrolled = await readEnrolledKey(core, site, device.id);
	if (enrolled?.key.x !== device.publicKey.x || enrolled.key.y !== device.publicKey.y)
		report.add('foreign-key', enrolled?.seq ?? 0, enrolled?.position ?? null);
	let head: { seq: number; hash: string | null; known: boolean } = { seq: 0, hash: null, known: true };
	for (;;) {
		const links = await readLinks(core, site, device.id, head.seq);
		for (const link of links) {
			const { seq, hash, row } = link;
			if (row === null) report.result.quarantined++;
			else report.result.entries++;
			if (link.breaks) {
				if (seq !== head.seq + 1) report.add('sequence-gap', seq, null);
				report.add('unreadable-record', seq, null);
				head = { seq, hash: null, known: false };
				continue;
			}
			const position = row?.position ?? null;
			const { entry, faults } = contentFaults(link, device.publicKey);
			for (const code of faults) report.add(code, seq, position);
			if (entry !== null) {
				const expected = head.known ? head : { seq: head.seq, hash: entry.prev };
				const fault = linkFault({ ...entry, seq }, expected);
				// A break that was noticed when the entry came in stays on record as such.
				if (fault) report.add(fault.code, seq, position);
			}
			head = { seq, hash, known: true };
		}
		if (links.length < PAGE) break;
		await setImmediate();
	}
	const chain = await readChain(core.db, site, device.id);
	if (chain && chain.seq > head.seq) report.add('end-missing', head.seq + 1, null);
}

interface Enrolled {
	key: PublicKey;
	seq: number;
	position: number;
}

/** The key in the entry that made the device one of the site's: the register is derived, and could be changed by itself. */
export async function readEnrolledKey(core: Core, site: string, device: string): Promise<Enrolled | null> {
	const row = await core.db
		.selectFrom('entries')
		.select(['json', 'seq', 'position'])
		.where('site', '=', site)
		.where('type', '=', 'device.enrolled')
		.where('about', '=', device)
		.orderBy('position')
		.limit(1)
		.executeTakeFirst();
	const entry = row && readEntry(row.json);
	if (!entry) return null;
	return { key: (entry.body as BodyOf<'device.enrolled'>).publicKey, seq: row.seq, position: row.position };
}

type Filed = Pick<EntryRow, 'id' | 'position' | 'type' | 'person' | 'about' | 'at'>;

interface Link {
	seq: number;
	hash: string;
	json: string;
	/** Null for a record in quarantine that the chain goes on from. */
	row: Filed | null;
	breaks: boolean;
}

/** What is wrong with a record by itself: whether it is still what arrived, and by its device's key. */
export function contentFaults(
	{ seq, hash, json, row }: Pick<Link, 'seq' | 'hash' | 'json' | 'row'>,
	key: PublicKey
): { entry: EntryEnvelope | null; faults: ('altered' | 'bad-signature')[] } {
	const entry = readEntry(json);
	const faults: ('altered' | 'bad-signature')[] = [];
	if (entry === null || hashOf(entry) !== hash || (row && !isFiledAsItSays(row, { seq, entry })))
		faults.push('altered');
	if (entry !== null && !isSignedBy(key, fromBase64Url(entry.sig), signedBytes(entry))) faults.push('bad-signature');
	return { entry, faults };
}

/** The columns beside the record are what it is looked up by: they have to say the same. */
function isFiledAsItSays(row: Filed, { seq, entry }: { seq: number; entry: EntryEnvelope }): boolean {
	return (
		row.id === entry.id &&
		row.type === entry.type &&
		row.at === entry.at &&
		row.person === entry.actor.personId &&
		seq === entry.seq &&
		(row.about === null || Object.values(entry.body).includes(row.about))
	);
}

/** Null for a text that is no entry any more. */
function readEntry(json: string): EntryEnvelope | null {
	try {
		const parsed = v.safeParse(EntryEnvelope, JSON.parse(json));
		return parsed.success ? parsed.output : null;
	} catch {
		return null;
	}
}

/** Null where it holds what canonical JSON cannot say. */
function hashOf(entry: EntryEnvelope): string | null {
	try {
		return seal(entry).hash;
	} catch {
		return null;
	}
}

/** The next records of a device's chain after `seq`, accepted or quarantined, in order. */
async function readLinks(core: Core, site: string, device: string, seq: number): Promise<Link[]> {
	const accepted = await core.db
		.selectFrom('entries')
		.select(['seq', 'hash', 'json', 'id', 'position', 'type', 'person', 'about', 'at'])
		.where('site', '=', site)
		.where('device', '=', device)
		.where('seq', '>', seq)
		.orderBy('seq')
		.limit(PAGE)
		.execute();
	const refused = await asideLinks(core.db, site)
		.where('device', '=', device)
		.where('seq', '>', seq)
		.orderBy('seq')
		.limit(PAGE)
		.execute();
	return [
		...accepted.map(({ seq, hash, json, ...row }) => ({ seq, hash, json, row, breaks: false })),
		...refused.map(({ seq, hash, json, link }) => ({ seq, hash, json, row: null, breaks: link === 'breaks' }))
	]
		.sort((a, b) => a.seq - b.seq)
		.slice(0, PAGE);
}
