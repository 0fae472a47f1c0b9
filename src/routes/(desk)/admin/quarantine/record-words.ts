/** What a record in quarantine says, as far as it can be read: it may be anything. */
import { BODIES, EntryEnvelope, isEntryType } from '$lib/domain/ledger';
import { entryTypeWords } from '$lib/components/entry-words';
import { m } from '$lib/messages';
import * as v from 'valibot';
import { contentInWords, type Names } from '../../ledger/content';
import { actorName } from '../../ledger/names';

export interface RecordWords {
	type: string;
	person: string;
	content: string;
	/** When it was made, by the tablet's clock; null where it does not say. */
	at: string | null;
}

export function recordWords(record: Record<string, unknown>, names: Names): RecordWords {
	const entry = v.safeParse(EntryEnvelope, record);
	if (!entry.success) return { type: m.quarantine_no_record(), person: m.ledger_nobody(), content: '', at: null };
	const { type, body, actor, at } = entry.output;
	const readable = isEntryType(type) && v.is(BODIES[type], body);
	return {
		type: entryTypeWords(type),
		person: actorName(actor, names),
		content: readable ? contentInWords(entry.output, names) : '',
		at
	};
}
