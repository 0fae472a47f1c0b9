/** Where a person is in an audit, and what they have typed there: found again after a flat battery. */
import { keepDraft, readDraft } from '$lib/local-db';
import * as v from 'valibot';
import type { Tablet } from '../tablet.svelte';

const Kept = v.object({
	/** `answerKey` of the item in hand; null before the first. */
	key: v.nullable(v.string()),
	/** The summary is on the screen. */
	isEnding: v.boolean(),
	/** Times round that were begun and have no answer yet, by section. */
	opened: v.array(v.tuple([v.string(), v.number()])),
	/** Machines that were scanned on a walk, by their ids. */
	scanned: v.array(v.string()),
	/** By `answerKey`: typed, and not an answer yet. */
	typed: v.record(v.string(), v.string()),
	/** The summary, as far as it is written. */
	summary: v.string()
});
type Kept = v.InferOutput<typeof Kept>;

const AT_THE_START: Kept = { key: null, isEnding: false, opened: [], scanned: [], typed: {}, summary: '' };

export class Place {
	readonly #tablet: Tablet;
	readonly #auditId: string;
	readonly #failed: (error: unknown) => void;
	#kept = $state.raw<Kept>(AT_THE_START);
	#isKnown = $state(false);

	/** @param failed told when it could not be kept */
	constructor(tablet: Tablet, auditId: string, failed: (error: unknown) => void) {
		this.#tablet = tablet;
		this.#auditId = auditId;
		this.#failed = failed;
	}

	get now(): Kept {
		return this.#kept;
	}

	/** False until it is known where the person was. */
	get isKnown(): boolean {
		return this.#isKnown;
	}

	/** Reads where the person was. */
	async takeUp(): Promise<void> {
		const row = this.#row;
		try {
			const draft = row === null ? null : await readDraft(this.#tablet.database, row);
			const parsed = v.safeParse(Kept, draft?.state);
			if (parsed.success) this.#kept = parsed.output;
		} catch (error) {
			this.#failed(error);
		}
		this.#isKnown = true;
	}

	keep(change: Partial<Kept>): void {
		this.#kept = { ...this.#kept, ...change };
		const row = this.#row;
		if (row === null || !this.#isKnown) return;
		const at = new Date().toISOString();
		const draft = { personId: row, capture: null, viewIndex: 0, state: this.#kept, at };
		keepDraft(this.#tablet.database, draft).catch(this.#failed);
	}

	/** What stands in a field; nothing where it became an answer. */
	type(key: string, text: string): void {
		const { [key]: _, ...others } = this.#kept.typed;
		this.keep({ typed: text === '' ? others : { ...others, [key]: text } });
	}

	isOpened(sectionId: string): boolean {
		return this.#kept.opened.some(([id]) => id === sectionId);
	}

	/** A time round was begun. */
	beginRound(sectionId: string, round: number, key: string): void {
		const others = this.#kept.opened.filter(([id]) => id !== sectionId);
		this.keep({ opened: [...others, [sectionId, round]], key, isEnding: false });
	}

	/** The time round that was begun has an answer, or is not wanted any more. */
	endRound(sectionId: string, round: number): void {
		const others = this.#kept.opened.filter(([id, opened]) => id !== sectionId || opened !== round);
		if (others.length < this.#kept.opened.length) this.keep({ opened: others });
	}

	/** Ids are free of slashes: no person's photo in hand is ever found under such a key. */
	get #row(): string | null {
		const personId = this.#tablet.session.person?.id;
		return personId === undefined ? null : `audit/${personId}/${this.#auditId}`;
	}
}
