/** What a code says by itself, before anything is looked up. */
import type { ScannedCode } from '../shared/code';

/** One key with its value, as it stood in the code: a GS1 application identifier or an MH10 data identifier. */
export interface Element {
	key: string;
	value: string;
}

/** One way to understand a code. What it does not name is null. */
export interface Claim {
	scheme: 'gs1' | 'digital-link' | 'mh10' | 'ean-upc' | 'plain';
	/** GTIN of the part, padded to 14 digits, check digit right. */
	gtin: string | null;
	partNumber: string | null;
	serial: string | null;
	lot: string | null;
	workOrder: string | null;
	assetCode: string | null;
	/** The text itself, where it may be any code printed in the plant. */
	plain: string | null;
	/** Everything the code holds, in order. */
	elements: Element[];
}

/**
 * A code understood. One claim where the code says how it is to be read; several where it does not, such as "PR-204",
 * which may be an asset or, after the data identifier P, the part "R-204": the register tells.
 */
export interface Identifier {
	code: ScannedCode;
	claims: readonly [Claim, ...Claim[]];
	/** What would be wrong with the code under a reading it looks like but need not have; to be told when nothing is found. */
	doubt: Refusal | null;
}

export type RefusalReason =
	/** Nothing in it. */
	| { code: 'empty' }
	/** A check digit that does not fit; `expected` is the one that would. */
	| { code: 'check-digit'; key: string; value: string; expected: string }
	/** A day that no calendar has, such as 31 November. */
	| { code: 'date'; key: string; value: string }
	/** Too long, too short, or characters that do not belong there. */
	| { code: 'value'; key: string; value: string }
	/** A key that the standard does not have, at the start of `rest`. */
	| { code: 'key'; rest: string }
	/** One key twice, with different values. */
	| { code: 'conflict'; key: string; values: [string, string] }
	/** An ISO/IEC 15434 envelope that is broken or of a kind not known here. */
	| { code: 'envelope' };

/** Why a code is not accepted. Texts: `scan_refused_` and the reason's code, with underscores. */
export class Refusal {
	constructor(readonly reason: RefusalReason) {}
}

export function claim(scheme: Claim['scheme'], parts: Partial<Omit<Claim, 'scheme'>>): Claim {
	return {
		scheme,
		gtin: null,
		partNumber: null,
		serial: null,
		lot: null,
		workOrder: null,
		assetCode: null,
		plain: null,
		elements: [],
		...parts
	};
}
