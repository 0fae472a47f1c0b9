/** Records as they come in, read and checked as far as that needs no store: it is done before the ledger is held. */
import { canonicalForms, EntryEnvelope } from '$lib/domain/ledger';
import type { PublicKey } from '$lib/domain/site';
import { LostRecord } from '$lib/wire';
import * as v from 'valibot';
import * as records from './records';
import { readStatement, type Verdict } from './rules';
import { areSignedBy } from './verifier';

export interface Arrival {
	/** As the record says; empty when it says none. */
	id: string;
	/** Its place in the device's chain, which a damaged record may still say; null when it does not. */
	seq: number | null;
	sealed: records.Sealed;
	/** Null for a record that is no entry of format v1. */
	envelope: EntryEnvelope | null;
	/** Whether the device's own key has signed it. */
	genuine: boolean;
	/** What it states, as far as the schemas can tell. */
	content: Verdict;
}

/** Reads all records, and checks their signatures on other threads. */
export async function readArrivals(key: PublicKey, incoming: readonly Record<string, unknown>[]): Promise<Arrival[]> {
	const entries = incoming.map(readEntry);
	const claims = entries.flatMap((entry) =>
		entry ? [{ text: entry.forms.signed, signature: entry.envelope.sig }] : []
	);
	const genuine = (await areSignedBy(key, claims)).values();
	return incoming.map((record, index) => {
		const id = typeof record.id === 'string' ? record.id.slice(0, 64) : '';
		const entry = entries[index];
		if (!entry) {
			const sealed = sealAnything(record);
			const content: Verdict = { refused: v.is(LostRecord, record) ? 'lost-on-tablet' : 'bad-envelope' };
			return { id, seq: claimedSeq(record), sealed, envelope: null, genuine: false, content };
		}
		const { envelope, forms } = entry;
		return {
			id,
			seq: envelope.seq,
			sealed: records.sealText(forms.whole),
			envelope,
			genuine: genuine.next().value === true,
			content: readStatement(envelope)
		};
	});
}

function readEntry(record: Record<string, unknown>) {
	if (!v.is(EntryEnvelope, record)) return null;
	try {
		return { envelope: record, forms: canonicalForms(record) };
	} catch {
		// Not representable, such as half a surrogate pair: nobody can have signed that.
		return null;
	}
}

function sealAnything(record: Record<string, unknown>): records.Sealed {
	try {
		return records.seal(record);
	} catch {
		return records.sealAsIs(record);
	}
}

function claimedSeq(record: Record<string, unknown>): number | null {
	return Number.isSafeInteger(record.seq) && Number(record.seq) >= 1 ? Number(record.seq) : null;
}
