/** What one step of a story shows: put together on the server, worded in the reader's language. */
import type { EntryType } from '$lib/domain/ledger';
import type { Frame } from '$lib/domain/site';
import type { HeatMap } from '$lib/domain/suggestion';
import type { Mode } from '$lib/domain/policy';

/** A term and what is said of it; all but `value` have times in them, which the reader's own browser words. */
export type Fact = { term: string } & ({ value: string } | { moment: string } | { seen: Seen } | { sent: Sent });

/** A message to another system. */
export interface Sent {
	state: 'waiting' | 'delivered' | 'dead';
	/** While it waits: when it is to be sent. Afterwards: when that ended. */
	at: string;
}

export interface Seen {
	/** By the tablet's clock. */
	at: string;
	/** Until the decision, in milliseconds. */
	untilDecision: number;
}

export interface Candidate {
	name: string;
	probability: number;
	/** It cannot be ruled out. */
	plausible: boolean;
}

export interface Step {
	position: number;
	type: EntryType;
	title: string;
	/** Colours the mark beside it; the title says the same in words. */
	tone: 'plain' | 'model' | 'accept' | 'correct' | 'reject' | 'escalate' | 'final' | 'void';
	person: string;
	role: string | null;
	proof: string;
	device: string;
	seq: number;
	/** By the server itself: then there is one clock only. */
	atServer: boolean;
	/** By the clock of the device that made it. */
	at: string;
	receivedAt: string;
	/** How far that clock was ahead of the server's, in milliseconds. */
	skewMs: number;
	/** Since the step before, clocks set right; negative where it was made earlier and arrived later. Null for the first. */
	afterMs: number | null;
	facts: Fact[];
	/** Of a suggestion. */
	candidates: Candidate[];
	mode: Mode | null;
	/** What became of it. */
	remark: string | null;
}

export interface Picture {
	sha256: string;
	width: number;
	height: number;
	frame: Frame;
	heatMap: HeatMap | null;
	/** Where people have marked what they saw, as fractions of the photo. */
	regions: readonly Frame[];
	sample: boolean;
}
