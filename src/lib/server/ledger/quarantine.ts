/**
 * What an admin makes of a record in quarantine: releases it as it is, corrects it by a new entry, or dismisses it. Each is a
 * `quarantine.resolved` entry in one transaction with its effect. The record itself stays where it is, word for word.
 */
import {
	BODIES,
	canVouchFor,
	EntryEnvelope,
	fromBase64Url,
	isEntryType,
	isFromTablets,
	releaseFault,
	signedBytes,
	QuarantineResolved,
	type QuarantineReason,
	type ReleaseFault
} from '$lib/domain/ledger';
import { mayState } from '$lib/domain/statement-rights';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import { inTheNameOf, refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import type { QuarantineRow, Tx } from '../db';
import { ProblemError } from '../problem';
import { readDocument, WorkingCopy, type Statement } from '../projections';
import { Additions } from './additions';
import * as records from './records';
import { contentFault, readStatement } from './rules';
import { appendServiceEntries, type ServiceStatement } from './service-entries';
import { isSignedBy } from './signature';

/** Which record: several may have been refused at one place of a device's chain. */
export interface QuarantineKey {
	deviceId: string;
	seq: number;
	hash: string;
}

/** Somebody has settled this record before; what they made of it stands. */
export class AlreadySettled extends Error {
	override readonly name = 'AlreadySettled';
}

/** The record, or the entry in its place, cannot be taken: which rule forbids it. */
export class NotTaken extends Error {
	override readonly name = 'NotTaken';
	constructor(
		readonly fault: ReleaseFault,
		/** Where its content does not fit, as a dotted path; null where that is not the matter. */
		readonly where: string | null = null
	) {
		super(fault);
	}
}

/** Makes the record an entry at the next position. Throws `not-found`, `forbidden`, `AlreadySettled` or `NotTaken`. */
export function releaseRecord(
	core: Core,
	site: string,
	by: Account,
	key: QuarantineKey,
	reason: string
): Promise<{ position: number }> {
	return settle(core, site, by, key, reason, async (tx, row) => {
		const judged = await judgeRelease(core, tx, site, row);
		if ('refused' in judged) throw new NotTaken(judged.refused);
		const { envelope, statement } = judged;
		const additions = await Additions.open(tx, site);
		const chain = await records.readChain(tx, site, envelope.device);
		const position = await additions.add({
			envelope,
			statement,
			sealed: { json: row.json, hash: row.hash },
			receivedAt: core.now().toISOString(),
			skewMs: chain?.skew_ms ?? 0
		});
		await additions.save();
		return { resolution: 'released', entryId: envelope.id, statements: [], result: { position } };
	});
}

/** Why the record cannot be released now; null when it can. For the page that offers it. */
export function whyNotReleased(core: Core, site: string, key: QuarantineKey): Promise<ReleaseFault | null> {
	return core.db.transaction().execute(async (tx) => {
		const judged = await judgeRelease(core, tx, site, await readRow(tx, site, key));
		return 'refused' in judged ? judged.refused : null;
	});
}

/**
 * States, in the admin's name, what the record should have said. The body is of the record's own type.
 * Throws `not-found`, `forbidden`, `AlreadySettled`, or `NotTaken` with the rule that the new content breaks.
 */
export function correctRecord(
	core: Core,
	site: string,
	by: Account,
	key: QuarantineKey,
	body: Record<string, unknown>,
	reason: string
): Promise<{ entryId: string }> {
	return settle(core, site, by, key, reason, async (tx, row) => {
		const type = correctableType(JSON.parse(row.json) as Record<string, unknown>);
		if (type === null || !mayState(type, by.role)) throw new NotTaken('not-from-tablets');
		const read = readStatement({ type, body });
		if ('refused' in read) throw new NotTaken(read.refused, whereWrong(type, body));
		const written = { at: core.now().toISOString(), actor: inTheNameOf(by) };
		const fault = await contentFault(new WorkingCopy(tx, site), written, read.accepted, written.at);
		// Whoever settles a record has read all of it: no call of theirs can come before.
		if (fault && fault !== 'not-committed') throw new NotTaken(fault);
		const entryId = uuid();
		const statement: ServiceStatement = { ...read.accepted, id: entryId };
		return { resolution: 'corrected', entryId, statements: [statement], result: { entryId } };
	});
}

/** Leaves the record where it is for good. Throws `not-found`, `forbidden` or `AlreadySettled`. */
export async function dismissRecord(
	core: Core,
	site: string,
	by: Account,
	key: QuarantineKey,
	reason: string
): Promise<void> {
	await settle(core, site, by, key, reason, () =>
		Promise.resolve({ resolution: 'dismissed', entryId: null, statements: [], result: null })
	);
}

/** The type of the entry that would stand in the record's place; null when tablets state no such thing. */
export function correctableType({ type }: Record<string, unknown>): Statement['type'] | null {
	return typeof type === 'string' && isEntryType(type) && isFromTablets(type) ? type : null;
}

function whereWrong(type: Statement['type'], body: Record<string, unknown>): string | null {
	const read = v.safeParse(BODIES[type], body);
	return read.success ? null : v.getDotPath(read.issues[0]);
}

interface Settled<R> extends Pick<QuarantineResolved, 'resolution' | 'entryId'> {
	/** What the server states besides. */
	statements: readonly ServiceStatement[];
	result: R;
}

/** Holds the site while `act` works, so that a record is settled once. */
async function settle<R>(
	core: Core,
	site: string,
	by: Account,
	{ deviceId, seq, hash }: QuarantineKey,
	reason: string,
	act: (tx: Tx, row: QuarantineRow) => Promise<Settled<R>>
): Promise<R> {
	refuseUnlessMay(by, 'quarantine.resolve');
	if (!v.is(QuarantineResolved.entries.reason, reason)) throw new ProblemError('invalid-request', { detail: 'reason' });
	return core.db.transaction().execute(async (tx) => {
		await records.lockSite(tx, site);
		const row = await readRow(tx, site, { deviceId, seq, hash });
		const settled = await tx
			.selectFrom('resolutions')
			.select('position')
			.where('site', '=', site)
			.where('device', '=', deviceId)
			.where('seq', '=', seq)
			.where('hash', '=', hash)
			.executeTakeFirst();
		if (settled) throw new AlreadySettled();
		const { resolution, entryId, statements, result } = await act(tx, row);
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [
			...statements,
			{ type: 'quarantine.resolved', body: { deviceId, seq, hash, resolution, reason: reason.trim(), entryId } }
		]);
		return result;
	});
}

async function readRow(tx: Tx, site: string, { deviceId, seq, hash }: QuarantineKey): Promise<QuarantineRow> {
	const row = await tx
		.selectFrom('quarantine')
		.selectAll()
		.where('site', '=', site)
		.where('device', '=', deviceId)
		.where('seq', '=', seq)
		.where('hash', '=', hash)
		.executeTakeFirst();
	if (!row) throw new ProblemError('not-found', { detail: 'no such record in quarantine' });
	return row;
}

/** What the record states when it may be released, or the rule that forbids it. */
async function judgeRelease(
	core: Core,
	tx: Tx,
	site: string,
	row: QuarantineRow
): Promise<{ envelope: EntryEnvelope; statement: Statement } | { refused: ReleaseFault }> {
	const reason = row.reason as QuarantineReason;
	const envelope = envelopeOf(row);
	if (envelope === null) return { refused: reason };
	const refused = releaseFault(reason, envelope) ?? (await originFault(tx, site, row, envelope));
	if (refused) return { refused };
	const read = readStatement(envelope);
	if ('refused' in read) return read;
	const content = await contentFault(new WorkingCopy(tx, site), envelope, read.accepted, core.now().toISOString());
	return content && !canVouchFor(content) ? { refused: content } : { envelope, statement: read.accepted };
}

/** Whether this device made the record, and its place and id are still free. */
async function originFault(
	tx: Tx,
	site: string,
	row: QuarantineRow,
	envelope: EntryEnvelope
): Promise<QuarantineReason | null> {
	if (envelope.site !== site) return 'wrong-site';
	if (envelope.device !== row.device) return 'wrong-device';
	const device = await readDocument(tx, site, 'device', envelope.device);
	const genuine = device && isSignedBy(device.publicKey, fromBase64Url(envelope.sig), signedBytes(envelope));
	if (!genuine) return 'bad-signature';
	const placed = await records.recordedAt(tx, site, envelope.device, [envelope.seq]);
	if (placed.some(({ kind }) => kind === 'entry')) return 'fork';
	return (await records.takenIds(tx, site, [envelope.id])).has(envelope.id) ? 'id-taken' : null;
}

function envelopeOf(row: QuarantineRow): EntryEnvelope | null {
	const record: unknown = JSON.parse(row.json);
	return v.is(EntryEnvelope, record) ? record : null;
}
