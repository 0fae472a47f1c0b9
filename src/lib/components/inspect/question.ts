/** A code that did not lead straight to a part, in words, with the ways to go on. */
export type Question =
	| { kind: 'refused' | 'unknown' | 'no-code' | 'machine'; title: string; text: string }
	| { kind: 'unit-not-seen'; title: string; text: string; unit: string }
	| { kind: 'several'; title: string; text: string; choices: string[] };
