/** The devices' chains in an exported ledger: what is missing, and what does not follow. */
import type { ExportFault } from './faults';
import type { AsideRecord } from './format';

/** What is kept of each line once it was read. */
export interface ChainLink {
	line: number;
	position: number;
	seq: number;
	prev: string | null;
	hash: string;
}

export interface ChainResult {
	faults: Omit<ExportFault, 'device'>[];
	/** Records in quarantine that the chain goes on from. */
	aside: number;
}

/** @param whole whether every record of the device should be there; in a selection only neighbours can be compared */
export function checkChain(links: readonly ChainLink[], aside: readonly AsideRecord[], whole: boolean): ChainResult {
	const faults: ChainResult['faults'] = [];
	const bySeq = new Map(aside.map((record) => [record.seq, record.hash]));
	let passed = 0;
	// Null once the hash of the record before is not known.
	let head: { seq: number; hash: string | null; known: boolean } = { seq: 0, hash: null, known: true };
	// A record that was released from quarantine arrived later than those that follow it.
	for (const link of links.toSorted((one, other) => one.seq - other.seq)) {
		const { line, position, seq, prev } = link;
		while (head.seq + 1 < seq && bySeq.has(head.seq + 1)) {
			const hash = bySeq.get(head.seq + 1) ?? null;
			head = { seq: head.seq + 1, hash, known: hash !== null };
			passed++;
		}
		if (seq <= head.seq) {
			faults.push({ code: 'duplicate', line, position, seq });
			continue;
		}
		const follows = seq === head.seq + 1;
		if (!follows && whole) faults.push({ code: 'sequence-gap', line, position, seq, missingFrom: head.seq + 1 });
		if (follows && head.known && prev !== head.hash) faults.push({ code: 'broken-chain', line, position, seq });
		head = { seq, hash: link.hash, known: true };
	}
	return { faults, aside: passed };
}
