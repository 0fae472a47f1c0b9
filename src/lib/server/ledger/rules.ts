/** The rules an entry must meet to be accepted. What fails one is kept in quarantine with the rule's name, never dropped. */
import { BODIES, type EntryEnvelope, type QuarantineReason } from '$lib/domain/ledger';
import { WITHDRAW_WITHIN_MS } from '$lib/domain/decision';
import { mayState } from '$lib/domain/rights';
import type { Person, Role } from '$lib/domain/site';
import * as v from 'valibot';
import type { Tx } from '../db';
import { asStatement, readDocument, type Statement } from '../projections';

export type Verdict = { accepted: Statement } | { refused: QuarantineReason };

/** Judges an entry whose chain and signature are in order. `madeAt` is its time by the server's clock, in Unix ms. */
export async function judge(tx: Tx, entry: EntryEnvelope, madeAt: number): Promise<Verdict> {
	const read = readStatement(entry);
	if ('refused' in read) return read;
	const statement = read.accepted;
	const refused = (await actorFault(tx, entry, statement, madeAt)) ?? (await contentFault(tx, entry, statement));
	return refused ? { refused } : read;
}

/** What an entry states, as the schema of its type reads it. */
export function readStatement({ type, body }: Pick<EntryEnvelope, 'type' | 'body'>): Verdict {
	const schema = Object.entries(BODIES).find(([known]) => known === type)?.[1];
	if (!schema) return { refused: 'unknown-type' };
	const parsed = v.safeParse(schema, body);
	const statement = parsed.success ? asStatement(type, parsed.output) : null;
	return statement ? { accepted: statement } : { refused: 'bad-body' };
}

async function actorFault(
	tx: Tx,
	entry: EntryEnvelope,
	statement: Statement,
	madeAt: number
): Promise<QuarantineReason | null> {
	const { personId, role, proof } = entry.actor;
	if (proof === 'service') return 'role-forbidden';
	if (personId === null) {
		if (role !== null || proof !== 'device') return 'person-unknown';
		return mayState(statement.type, null) ? null : 'role-forbidden';
	}
	if (proof === 'device' || role === null) return 'role-mismatch';
	const now = await readDocument(tx, entry.site, 'person', personId);
	if (!now) return 'person-unknown';
	// Whoever was taken off the register, or given another role, while the tablet had no network acted in good faith.
	const standing = now.active && now.role === role ? now : await personAsOf(tx, entry.site, personId, madeAt);
	if (!standing?.active) return 'person-inactive';
	if (standing.role !== role) return 'role-mismatch';
	return mayState(statement.type, standing.role as Role) ? null : 'role-forbidden';
}

/** What the register said about a person at a moment; null when it did not know them yet. */
async function personAsOf(tx: Tx, site: string, personId: string, unixMs: number): Promise<Person | null> {
	const row = await tx
		.selectFrom('entries')
		.select('json')
		.where('site', '=', site)
		.where('type', '=', 'person.defined')
		.where('about', '=', personId)
		.where('received_at', '<=', new Date(unixMs).toISOString())
		.orderBy('position', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!row) return null;
	return v.parse(BODIES['person.defined'], (JSON.parse(row.json) as EntryEnvelope).body);
}

/** Rules about what is stated, against what is on record already. */
export async function contentFault(
	tx: Tx,
	entry: Pick<EntryEnvelope, 'site' | 'at' | 'actor'>,
	statement: Statement
): Promise<QuarantineReason | null> {
	const { site } = entry;
	switch (statement.type) {
		case 'capture.recorded':
			return (await isRecorded(tx, 'captures', site, statement.body.id)) ? 'id-taken' : null;
		case 'suggestion.made':
			return (await isRecorded(tx, 'suggestions', site, statement.body.id)) ? 'id-taken' : null;
		case 'decision.made':
			return (await isRecorded(tx, 'decisions', site, statement.body.id)) ? 'id-taken' : null;
		case 'unit.registered': {
			// Two tablets without a network may register the same unit; only a different one under its id is wrong.
			const known = await readDocument(tx, site, 'unit', statement.body.id);
			const { partId, serial, lot } = statement.body;
			if (!known) return null;
			return known.partId === partId && known.serial === serial && known.lot === lot ? null : 'id-taken';
		}
		case 'decision.withdrawn': {
			const decision = await tx
				.selectFrom('decisions')
				.select(['person', 'at'])
				.where('site', '=', site)
				.where('id', '=', statement.body.decisionId)
				.executeTakeFirst();
			if (!decision) return 'unknown-decision';
			if (decision.person !== entry.actor.personId) return 'not-own-decision';
			const after = Date.parse(entry.at) - Date.parse(decision.at);
			return after > WITHDRAW_WITHIN_MS + WITHDRAWAL_GRACE_MS ? 'withdrawn-too-late' : null;
		}
		default:
			return null;
	}
}

/** From the tap to the entry a slow tablet may take a moment. */
const WITHDRAWAL_GRACE_MS = 2_000;

async function isRecorded(
	tx: Tx,
	table: 'captures' | 'suggestions' | 'decisions',
	site: string,
	id: string
): Promise<boolean> {
	const row = await tx.selectFrom(table).select('id').where('site', '=', site).where('id', '=', id).executeTakeFirst();
	return row !== undefined;
}
