/** The documents of one kind, by id: read like a map, and every reader is told when something changed. */

export class Shelf<T> {
	readonly #items = new Map<string, T>();
	/** One signal for the whole shelf: thousands of units must not mean thousands of signals. */
	#version = $state(0);
	readonly #sorted: readonly T[] = $derived.by(() => {
		void this.#version;
		const items = [...this.#items.values()];
		return this.#order ? items.sort(this.#order) : items;
	});
	readonly #order: ((one: T, other: T) => number) | null;

	constructor(order: ((one: T, other: T) => number) | null = null) {
		this.#order = order;
	}

	get all(): readonly T[] {
		return this.#sorted;
	}

	get size(): number {
		void this.#version;
		return this.#items.size;
	}

	get(id: string): T | null {
		void this.#version;
		return this.#items.get(id) ?? null;
	}

	/** Puts or, with null, takes away; readers hear of the whole batch at once. */
	apply(changes: readonly (readonly [id: string, value: T | null])[]): void {
		if (changes.length === 0) return;
		for (const [id, value] of changes) {
			if (value === null) this.#items.delete(id);
			else this.#items.set(id, value);
		}
		this.#version++;
	}

	clear(): void {
		this.#items.clear();
		this.#version++;
	}
}
