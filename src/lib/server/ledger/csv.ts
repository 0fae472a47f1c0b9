/** The ledger as a table for spreadsheets: one entry a line, oldest first. It is for reading; only JSON Lines can be verified. */
import { GOOD, type Part } from '$lib/domain/site';
import type { Core } from '../core';
import { isOneOf } from '../db';
import { readDocuments } from '../projections';
import { BYTE_ORDER_MARK, csvLine, type Cell } from './csv-text';
import { passing, type LedgerFilter } from './filter';
import { readEntriesAt, type LedgerRow } from './read';
import { saidBy } from './said';
import { streamOf } from './text-stream';

const PAGE = 500;

const HEAD = [
	'position',
	'arrived',
	'made',
	'clock_ahead_ms',
	'what',
	'subject',
	'verdict',
	'class',
	'disposition',
	'probability',
	'reason',
	'note',
	'person',
	'role',
	'proof',
	'device',
	'number_on_device',
	'entry',
	'hash',
	'seal'
];

/** Holds what had arrived when it was begun. */
export function exportCsv(core: Core, site: string, filter: LedgerFilter): ReadableStream<Uint8Array> {
	return streamOf(texts(core, site, filter));
}

async function* texts(core: Core, site: string, filter: LedgerFilter): AsyncGenerator<string, void> {
	yield `${BYTE_ORDER_MARK}${csvLine(HEAD)}`;
	const names = await readNames(core, site);
	const newest = await (
		await passing(core, site, filter)
	)
		.select(({ fn }) => fn.max<number | null>('position').as('position'))
		.executeTakeFirst();
	const before = (newest?.position ?? 0) + 1;
	let after = 0;
	for (;;) {
		const query = await passing(core, site, filter, { after, before });
		const found = await query.select(['position', 'subject']).orderBy('position').limit(PAGE).execute();
		const subjects = new Map(found.map(({ position, subject }) => [position, subject]));
		const words = await subjectWords(core, site, [...new Set(subjects.values())]);
		const rows = await readEntriesAt(core, site, [...subjects.keys()]);
		if (rows.length > 0)
			yield rows.map((row) => csvLine(cellsOf(row, words.get(subjects.get(row.position) ?? '') ?? '', names))).join('');
		after = found.at(-1)?.position ?? after;
		if (found.length < PAGE) return;
	}
}

interface Names {
	person: ReadonlyMap<string, string>;
	device: ReadonlyMap<string, string>;
	class: ReadonlyMap<string, string>;
}

async function readNames(core: Core, site: string): Promise<Names> {
	const [people, devices, parts] = await Promise.all([
		readDocuments(core.db, site, 'person'),
		readDocuments(core.db, site, 'device'),
		readDocuments(core.db, site, 'part')
	]);
	const byId = (all: readonly { id: string; name: string }[]) => new Map(all.map(({ id, name }) => [id, name]));
	return { person: byId(people), device: byId(devices), class: byId(parts.flatMap(({ classes }: Part) => classes)) };
}

/** The subjects of cases as printed on their labels, by capture. */
async function subjectWords(
	core: Core,
	site: string,
	subjects: readonly (string | null)[]
): Promise<Map<string, string>> {
	const rows = await core.db
		.selectFrom('captures')
		.select(['id', 'subject_text'])
		.where('site', '=', site)
		.where(
			isOneOf(
				core.db,
				'id',
				subjects.filter((subject) => subject !== null)
			)
		)
		.execute();
	return new Map(rows.map(({ id, subject_text }) => [id, subject_text]));
}

function cellsOf(
	{ position, receivedAt, skewMs, hash, seal, entry }: LedgerRow,
	subject: string,
	names: Names
): Cell[] {
	const { actor, device, seq, at, type, id } = entry;
	const said = saidBy(entry);
	const named = said.class ?? null;
	return [
		position,
		receivedAt,
		at,
		skewMs,
		type,
		subject,
		said.verdict ?? null,
		named === null || named === GOOD ? named : (names.class.get(named) ?? named),
		said.disposition ?? null,
		said.probability ?? null,
		said.reason ?? null,
		said.note ?? null,
		actor.personId === null ? null : (names.person.get(actor.personId) ?? actor.personId),
		actor.role,
		actor.proof,
		names.device.get(device) ?? device,
		seq,
		id,
		hash,
		seal
	];
}
