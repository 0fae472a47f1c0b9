/** Who has committed a call on which capture. The ledger itself is the table: entries are found by what they are about. */
import type { CommittedCall } from '$lib/domain/committed-call';
import { isOneOf, type Tx } from '../db';
import { RowSet } from './row-set';
import type { WorkingCopy } from './working-copy';

export interface Committed {
	capture: string;
	/** In the order of the ledger. */
	people: readonly string[];
}

/** What is put is written by the ledger as an entry: there is nothing to be written besides. */
export function committedRows(tx: Tx, site: string): RowSet<Committed> {
	return new RowSet({
		keyOf: ({ capture }) => capture,
		read: (captures) => read(tx, site, captures),
		write: async () => {}
	});
}

async function read(tx: Tx, site: string, captures: readonly string[]): Promise<Committed[]> {
	const rows = await tx
		.selectFrom('entries')
		.select(['about', 'person'])
		.where('site', '=', site)
		.where('type', '=', 'call.committed')
		.where(isOneOf(tx, 'about', captures))
		.orderBy('position')
		.execute();
	const byCapture = Map.groupBy(rows, ({ about }) => about ?? '');
	return [...byCapture].map(([capture, own]) => ({ capture, people: own.flatMap(({ person }) => person ?? []) }));
}

/** Those who have committed a call on the capture. */
export async function committedBy(copy: WorkingCopy, capture: string): Promise<readonly string[]> {
	return (await copy.committed.get(capture))?.people ?? [];
}

export async function recordCommittedCall(
	copy: WorkingCopy,
	person: string | null,
	{ captureId }: CommittedCall
): Promise<void> {
	if (person === null) return;
	copy.committed.put({ capture: captureId, people: [...(await committedBy(copy, captureId)), person] });
}
