/** Rows of one table as one transaction sees and changes them: each is read once, and all changes are written together. */

export interface RowSource<Row> {
	keyOf(row: Row): string;
	/** The rows that there are of these. */
	read(keys: readonly string[]): Promise<Row[]>;
	write(rows: readonly Row[]): Promise<void>;
}

export class RowSet<Row> {
	/** Null for a key that is known to have no row. */
	readonly #rows = new Map<string, Row | null>();
	readonly #changed = new Set<string>();

	constructor(private readonly source: RowSource<Row>) {}

	/** Reads together what would otherwise be read one by one. */
	async load(keys: Iterable<string>): Promise<void> {
		const wanted = [...new Set(keys)].filter((key) => !this.#rows.has(key));
		if (wanted.length === 0) return;
		for (const row of await this.source.read(wanted)) this.#rows.set(this.source.keyOf(row), row);
		for (const key of wanted) if (!this.#rows.has(key)) this.#rows.set(key, null);
	}

	async get(key: string): Promise<Row | null> {
		const known = this.#rows.get(key);
		if (known !== undefined) return known;
		await this.load([key]);
		return this.#rows.get(key) ?? null;
	}

	/** Takes over a row that was read in another way; one that is known, and perhaps changed, stays. */
	know(row: Row): void {
		const key = this.source.keyOf(row);
		if (!this.#rows.get(key)) this.#rows.set(key, row);
	}

	put(row: Row): void {
		const key = this.source.keyOf(row);
		this.#rows.set(key, row);
		this.#changed.add(key);
	}

	/** The rows that are known. */
	*known(): Iterable<Row> {
		for (const row of this.#rows.values()) if (row !== null) yield row;
	}

	/** Writes what was put since the last time. */
	async save(): Promise<void> {
		const rows = [...this.#changed].flatMap((key) => this.#rows.get(key) ?? []);
		this.#changed.clear();
		await this.source.write(rows);
	}
}
