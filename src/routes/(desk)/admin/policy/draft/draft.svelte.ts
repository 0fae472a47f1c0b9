/** Rules while they are being changed: kept in this browser until they are proposed, so that a reload loses nothing. */
import { asActedOn, Autonomous, Conditions, Consequence, IN_THE_LOOP, MAX_RULES, Rule } from '$lib/domain/policy';
import * as v from 'valibot';

const KEY = 'countersign-policy-draft';

/** A rule that is still being written, with what was not said yet left empty. */
const UnfinishedRule = v.object({
	...Rule.entries,
	name: v.string(),
	when: Conditions,
	then: v.union([
		Consequence,
		v.object({ ...Autonomous.entries, owner: v.string(), reason: v.string(), expiresAt: v.string() })
	])
});

const Kept = v.object({
	/** What was begun with: a draft of something else is another draft. */
	begunWith: v.string(),
	rules: v.array(UnfinishedRule),
	note: v.string()
});

export class PolicyDraft {
	readonly #begunWith: string;
	readonly #first: readonly Rule[];
	#rules = $state.raw<readonly Rule[]>([]);
	#note = $state('');
	#isRestored = $state(false);
	#removed = $state.raw<{ rule: Rule; index: number } | null>(null);

	/** @param begunWith names what `rules` are, so that only a draft of the same is taken up again */
	constructor(begunWith: string, rules: readonly Rule[], note: string) {
		this.#begunWith = begunWith;
		this.#first = rules;
		this.#rules = rules;
		this.#note = note;
	}

	get rules(): readonly Rule[] {
		return this.#rules;
	}
	get note(): string {
		return this.#note;
	}
	set note(note: string) {
		this.#note = note;
		this.#keep();
	}
	/** What stands here was begun before this page was opened. */
	get isRestored(): boolean {
		return this.#isRestored;
	}
	get isChanged(): boolean {
		return JSON.stringify(this.#rules) !== JSON.stringify(this.#first);
	}
	get isFull(): boolean {
		return this.#rules.length >= MAX_RULES;
	}
	/** The rule that was deleted last, as long as nothing else was done. */
	get removed(): Rule | null {
		return this.#removed?.rule ?? null;
	}

	/** Takes up what was begun here before, where it is a draft of the same. */
	restore(): void {
		const kept = readKept();
		if (kept?.begunWith !== this.#begunWith) return;
		this.#rules = kept.rules;
		this.#note = kept.note;
		this.#isRestored = true;
	}

	startAgain(note: string): void {
		this.#isRestored = false;
		this.#removed = null;
		this.#rules = this.#first;
		this.#note = note;
		this.forget();
	}

	/** It was proposed: from now on the ledger keeps it. */
	forget(): void {
		// Where a browser lets pages keep nothing, there is nothing to forget.
		try {
			localStorage.removeItem(KEY);
		} catch {
			return;
		}
	}

	/** At the top, where it is asked before the others. Returns its id. */
	add(name: string): string {
		const id = crypto.randomUUID();
		this.#set([{ id, name, when: {}, then: IN_THE_LOOP }, ...this.#rules]);
		return id;
	}

	change(rule: Rule): void {
		this.#set(this.#rules.map((known) => (known.id === rule.id ? rule : known)));
	}

	/** Right after it, under another id. Returns that. */
	duplicate(id: string, name: string): string {
		const index = this.#rules.findIndex((rule) => rule.id === id);
		const rule = this.#rules[index];
		const copyId = crypto.randomUUID();
		if (rule) this.#set(this.#rules.toSpliced(index + 1, 0, { ...rule, id: copyId, name }));
		return copyId;
	}

	/** By one place. */
	move(id: string, towards: 'earlier' | 'later'): void {
		const index = this.#rules.findIndex((rule) => rule.id === id);
		const rule = this.#rules[index];
		const to = index + (towards === 'earlier' ? -1 : 1);
		if (rule && to >= 0 && to < this.#rules.length) {
			this.#set(this.#rules.toSpliced(index, 1).toSpliced(to, 0, rule));
		}
	}

	remove(id: string): void {
		const index = this.#rules.findIndex((rule) => rule.id === id);
		const rule = this.#rules[index];
		if (!rule) return;
		this.#set(this.#rules.toSpliced(index, 1));
		this.#removed = { rule, index };
	}

	undoRemove(): void {
		if (this.#removed) this.#set(this.#rules.toSpliced(this.#removed.index, 0, this.#removed.rule));
	}

	/** Leaves out of a rule what nothing acts on. */
	keepActedOn(id: string): void {
		this.#set(this.#rules.map((rule) => (rule.id === id ? asActedOn(rule) : rule)));
	}

	replaceAll(rules: readonly Rule[]): void {
		this.#set(rules);
	}

	#set(rules: readonly Rule[]): void {
		this.#removed = null;
		this.#rules = rules;
		this.#keep();
	}

	#keep(): void {
		// A browser that keeps nothing loses the draft with the page; it can still be proposed.
		try {
			const kept: v.InferOutput<typeof Kept> = {
				begunWith: this.#begunWith,
				rules: [...this.#rules],
				note: this.#note
			};
			localStorage.setItem(KEY, JSON.stringify(kept));
		} catch {
			return;
		}
	}
}

function readKept(): v.InferOutput<typeof Kept> | null {
	try {
		const read = v.safeParse(Kept, JSON.parse(localStorage.getItem(KEY) ?? 'null'));
		return read.success ? read.output : null;
	} catch {
		return null;
	}
}
