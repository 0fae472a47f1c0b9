/** The rules an entry must meet to be accepted. What fails one is kept in quarantine with the rule's name, never dropped. */
import { BODIES, type EntryEnvelope, type QuarantineReason } from '$lib/domain/ledger';
import { WITHDRAW_WITHIN_MS } from '$lib/domain/decision';
import { mayState } from '$lib/domain/statement-rights';
import type { Person, Role } from '$lib/domain/site';
import * as v from 'valibot';
import { auditFault, findingFault, signatureFault, startFault } from './audit-rules';
import { commitFault, lacksCommittedCall } from './commit-rules';
import { approvalFault, vetoFault } from './oversight-rules';
import { asStatement, type Statement, type WorkingCopy } from '../projections';

export type Verdict = { accepted: Statement } | { refused: QuarantineReason };

/**
 * Judges an entry whose chain and signature are in order. `content` is what `readStatement` read of it. When it was made, in Unix ms, and
 * when it was received, ISO 8601, are by the server's clock.
 */
export async function judge(
	copy: WorkingCopy,
	entry: EntryEnvelope,
	content: Verdict,
	{ madeAt, receivedAt }: { madeAt: number; receivedAt: string }
): Promise<Verdict> {
	if ('refused' in content) return content;
	const { accepted } = content;
	const refused =
		(await actorFault(copy, entry, accepted, madeAt)) ?? (await contentFault(copy, entry, accepted, receivedAt));
	return refused ? { refused } : content;
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
	copy: WorkingCopy,
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
	const now = await copy.readDocument('person', personId);
	if (!now) return 'person-unknown';
	// Whoever was taken off the register, or given another role, while the tablet had no network acted in good faith.
	const standing = now.active && now.role === role ? now : await personAsOf(copy, personId, madeAt);
	if (!standing?.active) return 'person-inactive';
	if (standing.role !== role) return 'role-mismatch';
	return mayState(statement.type, standing.role as Role) ? null : 'role-forbidden';
}

/** What the register said about a person at a moment; null when it did not know them yet. */
async function personAsOf({ tx, site }: WorkingCopy, personId: string, unixMs: number): Promise<Person | null> {
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
	copy: WorkingCopy,
	entry: Pick<EntryEnvelope, 'at' | 'actor'>,
	statement: Statement,
	receivedAt: string
): Promise<QuarantineReason | null> {
	switch (statement.type) {
		case 'capture.recorded':
			return (await copy.captures.get(statement.body.id)) ? 'id-taken' : null;
		case 'fault.reported':
			return (await copy.captures.get(statement.body.id)) ? 'id-taken' : null;
		case 'suggestion.made':
			return (await copy.suggestions.get(statement.body.id)) ? 'id-taken' : null;
		case 'decision.made':
			if (await copy.decisions.get(statement.body.id)) return 'id-taken';
			return (await lacksCommittedCall(copy, entry.actor, statement.body, receivedAt)) ? 'not-committed' : null;
		case 'call.committed':
			return commitFault(copy, entry.actor, statement.body);
		case 'seed.answered':
			if (await copy.answers.get(statement.body.id)) return 'id-taken';
			return seedFault(copy, entry.actor.personId, statement.body.seedId);
		case 'unit.registered': {
			// Two tablets without a network may register the same unit; only a different one under its id is wrong.
			const known = await copy.readDocument('unit', statement.body.id);
			const { partId, serial, lot } = statement.body;
			if (!known) return null;
			return known.partId === partId && known.serial === serial && known.lot === lot ? null : 'id-taken';
		}
		case 'pin.unlocked':
			// Somebody else's word: nobody lets themselves try again.
			return statement.body.personId === entry.actor.personId ? 'role-forbidden' : null;
		case 'decision.withdrawn': {
			const decision = await copy.decisions.get(statement.body.decisionId);
			if (!decision) return 'unknown-decision';
			if (decision.person !== entry.actor.personId) return 'not-own-decision';
			const after = Date.parse(entry.at) - Date.parse(decision.at);
			return after > WITHDRAW_WITHIN_MS + WITHDRAWAL_GRACE_MS ? 'withdrawn-too-late' : null;
		}
		case 'audit.started':
			return startFault(copy, statement.body);
		case 'audit.answered':
			return auditFault(copy, statement.body.auditId);
		case 'audit.abandoned':
			return auditFault(copy, statement.body.auditId);
		case 'audit.signed':
			return signatureFault(copy, entry.actor, statement.body);
		case 'finding.stated':
			return findingFault(copy, entry.actor, statement.body);
		case 'approval.given':
		case 'approval.refused':
			return approvalFault(copy, entry.actor, statement.body, receivedAt);
		case 'veto.made':
			return vetoFault(copy, entry.actor, statement.body, receivedAt);
		default:
			return null;
	}
}

/** Whoever decided the photo knows the answer. A seed that was retired meanwhile may still be answered. */
async function seedFault(copy: WorkingCopy, personId: string | null, seedId: string): Promise<QuarantineReason | null> {
	const seed = await copy.readDocument('seed', seedId);
	if (!seed) return 'unknown-seed';
	return personId === null || seed.decidedBy.includes(personId) ? 'own-decision' : null;
}

/** From the tap to the entry a slow tablet may take a moment. */
const WITHDRAWAL_GRACE_MS = 2_000;
