/** Ids of what is added to a catalogue: readable, because they stand in records, rules and messages to other systems. */

/** From the name, in small letters without accents; another one where something else has it. */
export function newId(name: string, others: readonly { id: string }[]): string {
	const plain = name
		.toLowerCase()
		.replaceAll('ß', 'ss')
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-+|-+$/g, '')
		.slice(0, 48);
	const base = plain === '' ? 'item' : plain;
	const taken = new Set(others.map(({ id }) => id));
	for (let count = 1; ; count += 1) {
		const id = count === 1 ? base : `${base}-${count}`;
		if (!taken.has(id)) return id;
	}
}
