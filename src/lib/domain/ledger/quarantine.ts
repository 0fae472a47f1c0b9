/** Why a record is kept apart, and what an admin may make of it: release it as it is, correct it by a new entry, or dismiss it. */
import { mayState } from '../statement-rights';
import { ROLES } from '../site';
import { isEntryType, type EntryType } from './bodies';
import type { EntryEnvelope } from './entry';

export const QUARANTINE_REASONS = [
	/** The record is no entry of format v1. */
	'bad-envelope',
	/** The tablet says that it made a record here and no longer holds it. */
	'lost-on-tablet',
	/** It names another device than the one that sent it. */
	'wrong-device',
	'wrong-site',
	'device-revoked',
	'bad-signature',
	/** It does not follow the entry before it. */
	'broken-chain',
	/** Another record stands at this place in the device's chain. */
	'fork',
	/** Its id, or the id of what it records, already stands for something else. */
	'id-taken',
	'unknown-type',
	'bad-body',
	'person-unknown',
	'person-inactive',
	/** The entry claims a role that the register did not give this person at the time. */
	'role-mismatch',
	/** The person's role may not state this. */
	'role-forbidden',
	/** Under commit-first, without the person's own call before it. */
	'not-committed',
	/** A second own call of one person on one capture, or one after their decision: the model's may have been seen by then. */
	'committed-late',
	'unknown-decision',
	'not-own-decision',
	'withdrawn-too-late',
	/** What was signed is not what is on record: a decision was added, withdrawn or superseded. */
	'signed-something-else',
	/** The policy does not ask this person to approve or to stop this case. */
	'not-asked',
	/** Somebody who decided a case cannot approve it. */
	'own-decision',
	/** It was final before it was stopped. */
	'veto-too-late',
	'unknown-suggestion',
	'unknown-seed',
	/** It answers, signs or adds to an audit that is not on record, or begins one under a template that is not. */
	'unknown-audit',
	'unknown-template',
	/** The audit was signed or abandoned before. */
	'audit-ended',
	/** The finding is settled already, or not done yet. */
	'finding-out-of-order'
] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

/**
 * What becomes of a record that was refused for this reason when an admin wants to release it.
 * `vouch`: the admin's word stands in for what the rule doubted. `again`: the rule is asked again, for what it missed may be there by now.
 * `never`: nobody can vouch for who made the record, or something else stands in its place.
 */
const RELEASE: Record<QuarantineReason, 'vouch' | 'again' | 'never'> = {
	'bad-envelope': 'never',
	'lost-on-tablet': 'never',
	'wrong-device': 'never',
	'wrong-site': 'never',
	'bad-signature': 'never',
	'id-taken': 'again',
	fork: 'again',
	'unknown-type': 'again',
	'bad-body': 'again',
	'unknown-decision': 'again',
	'not-committed': 'vouch',
	'committed-late': 'vouch',
	'device-revoked': 'vouch',
	'broken-chain': 'vouch',
	'person-unknown': 'vouch',
	'person-inactive': 'vouch',
	'role-mismatch': 'vouch',
	'role-forbidden': 'vouch',
	'not-own-decision': 'vouch',
	'withdrawn-too-late': 'vouch',
	'signed-something-else': 'again',
	'not-asked': 'again',
	'own-decision': 'never',
	'veto-too-late': 'never',
	'unknown-suggestion': 'again',
	'unknown-seed': 'again',
	'unknown-audit': 'again',
	'unknown-template': 'again',
	'audit-ended': 'never',
	'finding-out-of-order': 'again'
};

/** Whether an admin's word stands in for what this rule doubted. */
export function canVouchFor(reason: QuarantineReason): boolean {
	return RELEASE[reason] === 'vouch';
}

/** Why a record cannot be released: the rule's own name, or what the record itself lacks. */
export type ReleaseFault =
	| QuarantineReason
	/** Only the site's own server states such things: an admin does so on the page that is meant for it. */
	| 'not-from-tablets'
	/** It names nobody, and somebody has to have made it. */
	| 'names-nobody';

/** What can be told from the record alone; null when nothing speaks against its release. */
export function releaseFault(reason: QuarantineReason, entry: EntryEnvelope | null): ReleaseFault | null {
	if (entry === null || RELEASE[reason] === 'never') return reason;
	if (!isEntryType(entry.type)) return 'unknown-type';
	if (!isFromTablets(entry.type)) return 'not-from-tablets';
	const { personId, role, proof } = entry.actor;
	const byNobody = personId === null && role === null && mayState(entry.type, null);
	if (!byNobody && (personId === null || role === null || proof === 'service')) return 'names-nobody';
	return null;
}

/** Whether tablets may state this type of entry at all: the others are the server's own. */
export function isFromTablets(type: EntryType): boolean {
	return mayState(type, null) || ROLES.some((role) => mayState(type, role));
}
