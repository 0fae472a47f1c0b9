/**
 * Signatures under what others decided. As 21 CFR Part 11 asks: printed name, time and meaning are shown (§11.50), and the signature is bound
 * to exactly what was signed (§11.70), so that it cannot be carried over to something else.
 */
import * as v from 'valibot';
import type { MadeDecision } from './checkpoint/history';
import { canonicalBytes, Hash, hashCanonical } from './ledger/entry';
import { Id, Instant } from './site';

export const MEANINGS = ['reviewed', 'approved', 'responsible-for'] as const;
export type Meaning = (typeof MEANINGS)[number];

const Text = v.pipe(v.string(), v.trim(), v.maxLength(1000));

export const Approval = v.object({
	id: Id,
	suggestionId: Id,
	meaning: v.picklist(MEANINGS),
	/** As the person's name stood on the screen that they signed. */
	printedName: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
	/** When the PIN was entered for this signature. */
	signedAt: Instant,
	/** Hash of what was signed, as `hashOfMatter` gives it. */
	signed: Hash,
	note: Text
});
export type Approval = v.InferOutput<typeof Approval>;

/** An approval that was refused: the decisions stand on record, and somebody else settles the case. */
export const RefusedApproval = v.object({
	id: Id,
	suggestionId: Id,
	signed: Hash,
	reason: v.pipe(Text, v.minLength(1))
});
export type RefusedApproval = v.InferOutput<typeof RefusedApproval>;

/** What a signature is put under: the photo, the suggestion, and every decision that stands. */
export interface SignedMatter {
	suggestionId: string;
	/** SHA-256 of the photo. */
	photo: string;
	/** Oldest first, without what was withdrawn or superseded. */
	decisions: readonly MadeDecision[];
}

/** SHA-256 over the RFC 8785 form of what is signed, base64url: the same on the tablet and on the server. */
export function hashOfMatter({ suggestionId, photo, decisions }: SignedMatter): string {
	const matter = {
		suggestionId,
		photo,
		decisions: decisions.map(({ decision, by: { personId, role } }) => ({ decision, by: { personId, role } }))
	};
	return hashCanonical(canonicalBytes(matter));
}
