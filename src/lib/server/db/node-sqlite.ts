/** Kysely on Node's own SQLite: one connection, statements prepared once. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
	CompiledQuery,
	SqliteAdapter,
	SqliteDialect,
	SqliteDriver,
	type DatabaseConnection,
	type Driver
} from 'kysely';
import { asSqliteFailure } from './errors';

/** Statements kept prepared; more than the server's own queries, so that lists of varying length do not push those out. */
const KEPT_STATEMENTS = 300;

/**
 * Write-ahead log, flushed at every commit. Batches of a fleet touch more pages than the 2 MB SQLite keeps by itself, which would then go
 * to the disk before the commit; and pages written again and again go from the log into the file once in 40 MB instead of in 4.
 */
export const SQLITE_SETTINGS = `
	pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 5000;
	pragma cache_size = -65536; pragma wal_autocheckpoint = 10000;
`;

interface Prepared {
	statement: StatementSync;
	/** Whether it gives rows back. */
	reader: boolean;
}

/** Opens the file so that what was acknowledged survives a power cut: write-ahead log, flushed at every commit. */
export function openSqlite(file: string): { dialect: SqliteDialect; close: () => void } {
	const database = new DatabaseSync(file);
	database.exec(SQLITE_SETTINGS);
	const statements = new Map<string, Prepared>();

	function prepared(sql: string): Prepared {
		const known = statements.get(sql);
		if (known) return known;
		const oldest = statements.size >= KEPT_STATEMENTS ? statements.keys().next().value : undefined;
		if (oldest !== undefined) statements.delete(oldest);
		const statement = database.prepare(sql);
		const made = { statement, reader: statement.columns().length > 0 };
		statements.set(sql, made);
		return made;
	}

	// At once, not in a later turn: the process may end right after.
	const close = () => {
		if (database.isOpen) database.close();
	};
	const dialect = new ImmediateSqliteDialect({
		database: {
			close,
			prepare(sql) {
				const { statement, reader } = attempt(() => prepared(sql));
				return {
					reader,
					all: (parameters) => attempt(() => statement.all(...parameters.map(asInput))),
					run: (parameters) => attempt(() => runEach(statement, parameters)),
					iterate: (parameters) => statement.iterate(...parameters.map(asInput))
				};
			}
		}
	});
	return { dialect, close };
}

/** Takes the write lock when a transaction begins: a second process then waits instead of failing half way. */
class ImmediateSqliteDialect extends SqliteDialect {
	readonly #config: ConstructorParameters<typeof SqliteDialect>[0];

	constructor(config: ConstructorParameters<typeof SqliteDialect>[0]) {
		super(config);
		this.#config = config;
	}

	override createDriver(): Driver {
		return new ImmediateSqliteDriver(this.#config);
	}

	override createAdapter(): SqliteAdapter {
		return new OrderedSqliteAdapter();
	}
}

/**
 * There is one connection, and the driver itself lets one after the other have it. Kysely's own lock wakes all that wait whenever it is
 * released, and the quickest gets it: with hundreds of tablets some waited ten seconds.
 */
class OrderedSqliteAdapter extends SqliteAdapter {
	override get supportsMultipleConnections(): boolean {
		return true;
	}
}

/** Whoever came first is next. */
class Turns {
	readonly #waiting: (() => void)[] = [];
	#isTaken = false;

	take(): Promise<void> {
		if (this.#isTaken) return new Promise((resolve) => this.#waiting.push(resolve));
		this.#isTaken = true;
		return Promise.resolve();
	}

	pass(): void {
		const next = this.#waiting.shift();
		if (next) next();
		else this.#isTaken = false;
	}
}

class ImmediateSqliteDriver extends SqliteDriver {
	readonly #turns = new Turns();

	override async acquireConnection(): Promise<DatabaseConnection> {
		await this.#turns.take();
		return super.acquireConnection();
	}

	override async releaseConnection(): Promise<void> {
		this.#turns.pass();
	}

	override async beginTransaction(connection: DatabaseConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('begin immediate'));
	}
}

/** Runs a statement once, or once for each row where a list of rows is given (`bulk.ts`). */
function runEach(statement: StatementSync, parameters: readonly unknown[]) {
	if (!Array.isArray(parameters[0])) return statement.run(...parameters.map(asInput));
	for (const row of parameters as unknown[][]) statement.run(...row.map(asInput));
	return { changes: parameters.length, lastInsertRowid: 0 };
}

function attempt<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw asSqliteFailure(error);
	}
}

function asInput(value: unknown): SQLInputValue {
	if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
		return value;
	if (value instanceof Uint8Array) return value;
	throw new TypeError(`cannot be stored: ${typeof value}`);
}
