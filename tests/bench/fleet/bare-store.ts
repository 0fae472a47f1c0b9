/** The same tables through the bare driver, without anything of the server's in between. */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import pg from 'pg';
import {
	CAPTURE_ROWS,
	DECISION_ROWS,
	DOCUMENT_ROWS,
	ENTRY_INDEX_ROWS,
	ENTRY_ROWS,
	SQLITE_SETTINGS,
	SUGGESTION_ROWS,
	type TableShape,
	type Tables
} from '$lib/server/db';

/** What a batch of entries leaves in the store. */
export interface Rows {
	entries: Tables['entries'][];
	captures: Tables['captures'][];
	suggestions: Tables['suggestions'][];
	decisions: Tables['decisions'][];
	documents: Tables['documents'][];
	entry_index: Tables['entry_index'][];
}

export const TABLES = ['entries', 'captures', 'suggestions', 'decisions', 'documents', 'entry_index'] as const;
const SHAPES = {
	entries: ENTRY_ROWS,
	captures: CAPTURE_ROWS,
	suggestions: SUGGESTION_ROWS,
	decisions: DECISION_ROWS,
	documents: DOCUMENT_ROWS,
	entry_index: ENTRY_INDEX_ROWS
};

export interface BareStore {
	/** Writes a batch in one transaction, durably, and moves the site's position to its last entry. */
	insert(rows: Rows): Promise<void>;
	/** Every row of a table. */
	read(table: (typeof TABLES)[number], after: number): Promise<Record<string, unknown>[]>;
	/** How many cases the server still has to look at by itself: it writes entries of its own about them. */
	unsettled(): Promise<number>;
	/** For filling up quickly: what is written after this is safe only once `settle` is done. */
	hurry(): Promise<void>;
	/** Brings the files into the state they have after a quiet night. */
	settle(): Promise<void>;
	close(): Promise<void>;
}

const columnsOf = (table: (typeof TABLES)[number]) => Object.keys(SHAPES[table].columns);
const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
const valuesOf = (row: object, columns: readonly string[]) =>
	columns.map((name) => Reflect.get(row, name) as SQLInputValue);

/** As `node:sqlite` is best used: one prepared statement a table, run for each row, in one transaction. */
export function openBareSqlite(file: string): BareStore {
	const database = new DatabaseSync(file);
	database.exec(SQLITE_SETTINGS);
	const inserts = TABLES.map((table) => {
		const columns = columnsOf(table);
		const marks = columns.map(() => '?').join(', ');
		return {
			table,
			columns,
			statement: database.prepare(`insert into "${table}" (${quoted(columns)}) values (${marks})`)
		};
	});
	const move = database.prepare('update sites set position = ? where id = ?');
	const store: BareStore = {
		async insert(rows) {
			database.exec('begin immediate');
			for (const { table, columns, statement } of inserts) {
				for (const row of rows[table]) statement.run(...valuesOf(row, columns));
			}
			const last = rows.entries.at(-1);
			if (last) move.run(last.position, last.site);
			database.exec('commit');
		},
		async read(table, after) {
			const column = table === 'suggestions' ? 'changed_position' : 'position';
			const where = table === 'captures' ? '' : ` where ${column} > ${after}`;
			return database.prepare(`select * from "${table}"${where}`).all();
		},
		async unsettled() {
			return Number(database.prepare('select count(*) as cases from unsettled').get()?.['cases']);
		},
		async hurry() {
			database.exec('pragma synchronous = off');
		},
		async settle() {
			database.exec('pragma synchronous = full; pragma wal_checkpoint(truncate)');
		},
		async close() {
			database.close();
		}
	};
	return store;
}

/** As `pg` is best used: one prepared statement a table, which takes a list for each column. */
export async function openBarePostgres(url: string): Promise<BareStore> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	const inserts = TABLES.map((table) => {
		const shape: TableShape<typeof table> = SHAPES[table] as TableShape<typeof table>;
		const columns = columnsOf(table);
		const lists = Object.values<string>(shape.columns).map((type, index) => `$${index + 1}::${type}[]`);
		const text = `insert into "${table}" (${quoted(columns)}) select * from unnest(${lists.join(', ')})`;
		return { table, columns, text };
	});
	return {
		async insert(rows) {
			await client.query('begin');
			for (const { table, columns, text } of inserts) {
				if (rows[table].length === 0) continue;
				const values = columns.map((name) => rows[table].map((row) => Reflect.get(row, name) as unknown));
				await client.query({ name: table, text, values });
			}
			const last = rows.entries.at(-1);
			if (last) await client.query('update sites set position = $1 where id = $2', [last.position, last.site]);
			await client.query('commit');
		},
		async read(table, after) {
			const column = table === 'suggestions' ? 'changed_position' : 'position';
			const where = table === 'captures' ? '' : ` where ${column} > ${after}`;
			return (await client.query<Record<string, unknown>>(`select * from "${table}"${where}`)).rows;
		},
		async unsettled() {
			const { rows } = await client.query<{ cases: string }>('select count(*) as cases from unsettled');
			return Number(rows[0]?.cases);
		},
		async hurry() {
			await client.query('set synchronous_commit = off');
		},
		async settle() {
			await client.query('set synchronous_commit = on');
			await client.query('vacuum analyze');
			await client.query('checkpoint');
		},
		async close() {
			await client.end();
		}
	};
}
