/** Writes many rows of a table with a statement whose text stays the same, so that the store prepares it once. */
import { CompiledQuery } from 'kysely';
import type { Tables, Tx } from '.';
import { isPostgres } from './locks';

type ColumnType = 'text' | 'bigint' | 'integer';

/** How rows of one table are written. */
export interface TableShape<T extends keyof Tables> {
	table: T;
	columns: Record<keyof Tables[T] & string, ColumnType>;
	key: readonly (keyof Tables[T] & string)[];
	/** What a row that is there already takes over from the new one; empty to leave it as it is. Null: there must be none. */
	update: readonly (keyof Tables[T] & string)[] | null;
}

export const ENTRY_ROWS: TableShape<'entries'> = {
	table: 'entries',
	columns: {
		site: 'text',
		position: 'bigint',
		id: 'text',
		device: 'text',
		seq: 'bigint',
		type: 'text',
		person: 'text',
		about: 'text',
		at: 'text',
		received_at: 'text',
		skew_ms: 'bigint',
		hash: 'text',
		json: 'text',
		seal: 'text'
	},
	key: ['site', 'position'],
	update: null
};

export const ENTRY_INDEX_ROWS: TableShape<'entry_index'> = {
	table: 'entry_index',
	columns: {
		site: 'text',
		position: 'bigint',
		type: 'text',
		device: 'text',
		person: 'text',
		verdict: 'text',
		received_at: 'text',
		subject: 'text',
		words: 'text'
	},
	key: ['site', 'position'],
	update: null
};

export const QUARANTINE_ROWS: TableShape<'quarantine'> = {
	table: 'quarantine',
	columns: {
		site: 'text',
		device: 'text',
		hash: 'text',
		seq: 'bigint',
		entry_id: 'text',
		reason: 'text',
		link: 'text',
		received_at: 'text',
		json: 'text'
	},
	key: ['site', 'device', 'seq', 'hash'],
	update: []
};

export const CHAIN_ROWS: TableShape<'chains'> = {
	table: 'chains',
	columns: {
		site: 'text',
		device: 'text',
		seq: 'bigint',
		hash: 'text',
		offered_seq: 'bigint',
		last_seen_at: 'text',
		skew_ms: 'bigint'
	},
	key: ['site', 'device'],
	update: ['seq', 'hash', 'offered_seq', 'last_seen_at', 'skew_ms']
};

export const DOCUMENT_ROWS: TableShape<'documents'> = {
	table: 'documents',
	columns: { site: 'text', kind: 'text', id: 'text', position: 'bigint', value: 'text' },
	key: ['site', 'kind', 'id'],
	update: ['position', 'value']
};

export const CAPTURE_ROWS: TableShape<'captures'> = {
	table: 'captures',
	columns: {
		site: 'text',
		id: 'text',
		device: 'text',
		photo: 'text',
		part: 'text',
		subject_text: 'text',
		area: 'text',
		at: 'text',
		received_at: 'text',
		sample: 'integer'
	},
	key: ['site', 'id'],
	update: null
};

export const SUGGESTION_ROWS: TableShape<'suggestions'> = {
	table: 'suggestions',
	columns: {
		site: 'text',
		id: 'text',
		capture: 'text',
		json: 'text',
		state: 'text',
		changed_position: 'bigint',
		due_at: 'text'
	},
	key: ['site', 'id'],
	update: ['json', 'state', 'changed_position', 'due_at']
};

export const DECISION_ROWS: TableShape<'decisions'> = {
	table: 'decisions',
	columns: {
		site: 'text',
		id: 'text',
		suggestion: 'text',
		position: 'bigint',
		person: 'text',
		role: 'text',
		at: 'text',
		received_at: 'text',
		withdrawn: 'integer',
		json: 'text'
	},
	key: ['site', 'id'],
	update: ['withdrawn']
};

export const ACTION_ROWS: TableShape<'actions'> = {
	table: 'actions',
	columns: { site: 'text', suggestion: 'text', id: 'text', state: 'text', position: 'bigint', json: 'text' },
	key: ['site', 'suggestion'],
	update: ['id', 'state', 'position', 'json']
};

export const UNSETTLED_ROWS: TableShape<'unsettled'> = {
	table: 'unsettled',
	columns: { site: 'text', suggestion: 'text', look_at: 'text' },
	key: ['site', 'suggestion'],
	update: ['look_at']
};

export const DELIVERY_ROWS: TableShape<'deliveries'> = {
	table: 'deliveries',
	columns: {
		site: 'text',
		connector: 'text',
		entry: 'text',
		position: 'bigint',
		suggestion: 'text',
		type: 'text',
		body: 'text',
		state: 'text',
		attempts: 'integer',
		due_at: 'text',
		leased_until: 'text',
		status: 'integer',
		answer: 'text',
		created_at: 'text'
	},
	key: ['site', 'connector', 'entry'],
	update: null
};

export const OVERSIGHT_ROWS: TableShape<'oversight'> = {
	table: 'oversight',
	columns: {
		site: 'text',
		position: 'bigint',
		suggestion: 'text',
		type: 'text',
		person: 'text',
		role: 'text',
		received_at: 'text',
		json: 'text'
	},
	key: ['site', 'position'],
	update: null
};

export const PHOTO_ROWS: TableShape<'photos'> = {
	table: 'photos',
	columns: { site: 'text', sha256: 'text', media_type: 'text', bytes: 'bigint', device: 'text', received_at: 'text' },
	key: ['site', 'sha256'],
	update: []
};

export const SEED_ANSWER_ROWS: TableShape<'seed_answers'> = {
	table: 'seed_answers',
	columns: {
		site: 'text',
		id: 'text',
		seed: 'text',
		person: 'text',
		at: 'text',
		position: 'bigint',
		json: 'text'
	},
	key: ['site', 'id'],
	update: null
};

export const AUDIT_ANSWER_ROWS: TableShape<'audit_answers'> = {
	table: 'audit_answers',
	columns: {
		site: 'text',
		audit: 'text',
		item: 'text',
		round: 'integer',
		person: 'text',
		at: 'text',
		position: 'bigint',
		json: 'text'
	},
	key: ['site', 'audit', 'item', 'round'],
	update: ['person', 'at', 'position', 'json']
};

export const CONDUCT_ROWS: TableShape<'conduct'> = {
	table: 'conduct',
	columns: { site: 'text', person: 'text', json: 'text' },
	key: ['site', 'person'],
	update: ['json']
};

/** Writes these rows within the transaction; a row may stand in the list once. */
export async function writeRows<T extends keyof Tables>(
	tx: Tx,
	shape: TableShape<T>,
	rows: readonly Tables[T][]
): Promise<void> {
	if (rows.length === 0) return;
	const columns = Object.entries(shape.columns) as [keyof Tables[T] & string, ColumnType][];
	if (isPostgres(tx)) {
		// A list for each column: one text, whatever the number of rows.
		const lists = columns.map(([, type], index) => `$${index + 1}::${type}[]`);
		const values = columns.map(([name]) => rows.map((row) => row[name]));
		await tx.executeQuery(CompiledQuery.raw(insert(shape, `select * from unnest(${lists.join(', ')})`), values));
		return;
	}
	const values = rows.map((row) => columns.map(([name]) => row[name]));
	const marks = columns.map(() => '?').join(', ');
	// The driver runs it for each row: SQLite is called within the process, so a call costs less than a longer text.
	await tx.executeQuery(CompiledQuery.raw(insert(shape, `values (${marks})`), values));
}

function insert<T extends keyof Tables>({ table, columns, key, update }: TableShape<T>, source: string): string {
	const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
	const text = `insert into "${table}" (${quoted(Object.keys(columns))}) ${source}`;
	if (update === null) return text;
	const conflict = `${text} on conflict (${quoted(key)}) do`;
	if (update.length === 0) return `${conflict} nothing`;
	return `${conflict} update set ${update.map((name) => `"${name}" = excluded."${name}"`).join(', ')}`;
}
