/** A template while it is being changed: kept in this browser until it is published, so that a reload loses nothing. */
import type { TemplateContent } from '$lib/domain/audit/imported';
import { AuditItem, AuditSection, AuditTemplate } from '$lib/domain/audit/template';
import * as v from 'valibot';

const KEY = 'countersign-template-draft';

/** What is still being worded may be empty. */
const UnfinishedItem = v.object({ ...AuditItem.entries, text: v.string() });
const UnfinishedSection = v.object({ ...AuditSection.entries, name: v.string(), items: v.array(UnfinishedItem) });
const { name: _n, kind, passAt, askPlace, signedBy: _s, sections: _ss } = AuditTemplate.entries;
const Unfinished = v.object({
	...{ name: v.string(), kind, passAt, askPlace },
	signedBy: v.array(v.picklist(AuditTemplate.entries.signedBy.pipe[0].item.options)),
	sections: v.array(UnfinishedSection)
});

/** `begunWith` names what the draft began with: a draft of something else is another draft. */
const Kept = v.object({ begunWith: v.string(), content: Unfinished });

export type Direction = 'up' | 'down';

export class TemplateDraft {
	readonly #begunWith: string;
	readonly #first: TemplateContent;
	#content = $state.raw<TemplateContent>({
		...{ name: '', kind: 'audit', sections: [], passAt: null, askPlace: false, signedBy: [] }
	});
	#isRestored = $state(false);
	/** What was taken away last, with what brings it back. */
	#removed = $state.raw<{ name: string; before: TemplateContent } | null>(null);

	constructor(begunWith: string, content: TemplateContent) {
		this.#begunWith = begunWith;
		this.#first = content;
		this.#content = content;
	}

	get content(): TemplateContent {
		return this.#content;
	}
	/** What stands here was begun before this page was opened. */
	get isRestored(): boolean {
		return this.#isRestored;
	}
	/** The name of what was taken away last, as long as nothing else was done. */
	get removed(): string | null {
		return this.#removed?.name ?? null;
	}

	/** Takes up what was begun here before, where it is a draft of the same. */
	restore(): void {
		const kept = readKept();
		if (kept?.begunWith !== this.#begunWith) return;
		this.#content = kept.content;
		this.#isRestored = true;
	}

	startAgain(): void {
		this.#isRestored = false;
		this.#removed = null;
		this.#content = this.#first;
		forgetDraft();
	}

	change(changes: Partial<TemplateContent>): void {
		this.#set({ ...this.#content, ...changes });
	}

	/** At the end, with one item to word. Returns the item's id. */
	addSection(name: string): string {
		const item = newItem();
		const section: AuditSection = { id: crypto.randomUUID(), name, when: null, repeat: null, items: [item] };
		this.#setSections([...this.#content.sections, section]);
		return item.id;
	}

	changeSection(id: string, changes: Partial<AuditSection>): void {
		this.#setSections(this.#content.sections.map((known) => (known.id === id ? { ...known, ...changes } : known)));
	}

	/** By one place. */
	moveSection(id: string, towards: Direction): void {
		this.#setSections(moved(this.#content.sections, id, towards));
	}

	removeSection(id: string): void {
		const section = this.#content.sections.find((known) => known.id === id);
		if (section) this.#remove(section.name, { sections: this.#content.sections.filter((known) => known.id !== id) });
	}

	/** At the end of the section. Returns its id. */
	addItem(sectionId: string): string {
		const item = newItem();
		this.#changeItems(sectionId, (items) => [...items, item]);
		return item.id;
	}

	changeItem(id: string, changes: Partial<AuditItem>): void {
		const sections = this.#content.sections.map((section) => ({
			...section,
			items: section.items.map((known) => (known.id === id ? { ...known, ...changes } : known))
		}));
		this.#setSections(sections);
	}

	/** By one place; from the edge of its section into the one before or after. */
	moveItem(id: string, towards: Direction): void {
		const { sections } = this.#content;
		const from = sections.findIndex(({ items }) => items.some((item) => item.id === id));
		const section = sections[from];
		const item = section?.items.find((known) => known.id === id);
		if (!section || !item) return;
		const atEdge = towards === 'up' ? section.items[0] === item : section.items.at(-1) === item;
		const beside = sections[from + (towards === 'up' ? -1 : 1)];
		if (!atEdge) return this.#changeItems(section.id, (items) => moved(items, id, towards));
		if (!beside) return;
		this.#setSections(
			sections.map((known) => {
				if (known.id === section.id) return { ...known, items: known.items.filter((each) => each.id !== id) };
				if (known.id !== beside.id) return known;
				return { ...known, items: towards === 'up' ? [...known.items, item] : [item, ...known.items] };
			})
		);
	}

	/** Right after it, under another id. Returns that. */
	duplicateItem(id: string, text: string): string {
		const copyId = crypto.randomUUID();
		for (const section of this.#content.sections) {
			const index = section.items.findIndex((item) => item.id === id);
			const item = section.items[index];
			if (!item) continue;
			// A rule for the answer means the item itself, so the copy's would mean the first.
			const copy: AuditItem = { ...item, id: copyId, text, constraint: null };
			this.#changeItems(section.id, (items) => items.toSpliced(index + 1, 0, copy));
		}
		return copyId;
	}

	removeItem(id: string, name: string): void {
		const sections = this.#content.sections.map((section) => ({
			...section,
			items: section.items.filter((item) => item.id !== id)
		}));
		this.#remove(name, { sections });
	}

	undoRemove(): void {
		if (this.#removed) this.#set(this.#removed.before);
	}

	#changeItems(sectionId: string, change: (items: AuditItem[]) => AuditItem[]): void {
		this.#setSections(
			this.#content.sections.map((known) => (known.id === sectionId ? { ...known, items: change(known.items) } : known))
		);
	}

	#setSections(sections: AuditSection[]): void {
		this.change({ sections });
	}

	#remove(name: string, changes: Partial<TemplateContent>): void {
		const before = this.#content;
		this.change(changes);
		this.#removed = { name, before };
	}

	#set(content: TemplateContent): void {
		this.#removed = null;
		this.#content = content;
		keepDraft(this.#begunWith, content);
	}
}

/** Keeps a draft for the editor to go on with. */
export function keepDraft(begunWith: string, content: TemplateContent): void {
	// A browser that keeps nothing loses the draft with the page; it can still be published.
	try {
		localStorage.setItem(KEY, JSON.stringify({ begunWith, content }));
	} catch {
		return;
	}
}

/** It was published: from now on the ledger keeps it. */
export function forgetDraft(): void {
	// Where a browser lets pages keep nothing, there is nothing to forget.
	try {
		localStorage.removeItem(KEY);
	} catch {
		return;
	}
}

export function newItem(): AuditItem {
	return {
		...{ id: crypto.randomUUID(), text: '', help: '', type: { kind: 'pass-fail', allowNotApplicable: true } },
		...{ required: true, evidence: [], weight: 1, critical: false, when: null, constraint: null, assetId: null }
	};
}

function moved<T extends { id: string }>(all: readonly T[], id: string, towards: Direction): T[] {
	const index = all.findIndex((each) => each.id === id);
	const one = all[index];
	const to = index + (towards === 'up' ? -1 : 1);
	return one && to >= 0 && to < all.length ? all.toSpliced(index, 1).toSpliced(to, 0, one) : [...all];
}

function readKept(): v.InferOutput<typeof Kept> | null {
	try {
		const read = v.safeParse(Kept, JSON.parse(localStorage.getItem(KEY) ?? 'null'));
		return read.success ? read.output : null;
	} catch {
		return null;
	}
}
