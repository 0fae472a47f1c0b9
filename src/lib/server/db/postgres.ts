/** Kysely on PostgreSQL: a pool of connections that break without breaking the process, and numbers that are numbers. */
import { createHash } from 'node:crypto';
import {
	CompiledQuery,
	PostgresDialect,
	type PostgresCursor,
	type PostgresPool,
	type PostgresPoolClient,
	type PostgresQueryResult
} from 'kysely';
import pg from 'pg';
import { asPostgresFailure } from './errors';

/** Appends to a site wait for each other anyway; the rest are short reads. */
const CONNECTIONS = 10;
const CONNECT_WITHIN_MS = 5_000;
/** Longer than any statement of ours on a busy server; the answer to what takes longer is "try again". */
const STATEMENT_WITHIN_MS = 15_000;
/** When even the server's own limit does not come through, the network is gone. */
const ANSWER_WITHIN_MS = 20_000;
/** Statements prepared on each connection; lists of varying length stay below it. */
const KEPT_STATEMENTS = 400;

const BIGINT = 20;
const NUMERIC = 1700;

const SESSION = [
	// Whoever waited for the lock of a site must then see what the one before committed, whatever the database's default is.
	'set session characteristics as transaction isolation level read committed',
	// A plan that was made while a table was empty reads all of it, and would be kept while it grows: a quarter of the speed at 100,000 rows.
	'set plan_cache_mode = force_custom_plan'
];

export interface Postgres {
	dialect: PostgresDialect;
	close(): Promise<void>;
}

/**
 * For the server's work; `patient` has one connection and no time limits, for migrations. Connects when first used.
 * @param broken told of a connection that breaks while nothing is asked on it
 */
export function openPostgres(url: string, use: 'work' | 'patient', broken: (error: Error) => void): Postgres {
	const limits = {
		statement_timeout: STATEMENT_WITHIN_MS,
		query_timeout: ANSWER_WITHIN_MS,
		idle_in_transaction_session_timeout: ANSWER_WITHIN_MS
	};
	const pool = new pg.Pool({
		connectionString: url,
		application_name: 'countersign',
		max: use === 'work' ? CONNECTIONS : 1,
		connectionTimeoutMillis: CONNECT_WITHIN_MS,
		keepAlive: true,
		...(use === 'work' ? limits : {}),
		types: {
			// Positions, sizes and counts are far below 2^53. (The driver gives text, lest a larger number be rounded.)
			getTypeParser: (type: number, format?: 'text' | 'binary') =>
				type === BIGINT || type === NUMERIC ? Number : pg.types.getTypeParser(type, format)
		}
	});
	// Without a listener, a connection that breaks while nothing is asked on it would end the process.
	pool.on('error', (error) => {
		if (!pool.ending) broken(error);
	});
	pool.on('connect', (client) => client.on('error', () => undefined));
	const dialect = new PostgresDialect({
		pool: new Connections(pool),
		onCreateConnection: async (connection) => {
			for (const setting of SESSION) await connection.executeQuery(CompiledQuery.raw(setting));
		}
	});
	return { dialect, close: () => pool.end() };
}

/** Hands the pool's connections to Kysely. */
class Connections implements PostgresPool {
	readonly #known = new WeakMap<pg.PoolClient, Connection>();

	constructor(private readonly pool: pg.Pool) {}

	get options(): object {
		return this.pool.options;
	}

	async connect(): Promise<PostgresPoolClient> {
		try {
			const client = await this.pool.connect();
			const known = this.#known.get(client) ?? new Connection(client);
			this.#known.set(client, known);
			return known;
		} catch (error) {
			throw asPostgresFailure(error);
		}
	}

	async end(): Promise<void> {
		if (!this.pool.ending) await this.pool.end();
	}
}

/** One connection: statements are prepared once, and failures that pass are told apart. */
class Connection implements PostgresPoolClient {
	readonly #names = new Map<string, string>();

	constructor(private readonly client: pg.PoolClient) {}

	query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
	query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
	query<R>(sql: string | PostgresCursor<R>, parameters: readonly unknown[] = []) {
		// A cursor would run outside of this connection's statements; nothing here reads with one.
		if (typeof sql !== 'string') return sql;
		return this.#run(sql, parameters) as Promise<PostgresQueryResult<R>>;
	}

	release(destroy?: boolean): void {
		this.client.release(destroy);
	}

	async #run(text: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
		try {
			return await this.client.query({ name: this.#nameOf(text), text, values: parameters.map(asInput) });
		} catch (error) {
			throw asPostgresFailure(error);
		}
	}

	/** Empty for a statement that is not kept. */
	#nameOf(text: string): string {
		const known = this.#names.get(text);
		if (known !== undefined || this.#names.size >= KEPT_STATEMENTS) return known ?? '';
		const name = createHash('sha1').update(text).digest('base64url');
		this.#names.set(text, name);
		return name;
	}
}

/** PostgreSQL's text cannot hold the character NUL, which nobody types but a broken or hostile record may have. */
function asInput(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(asInput);
	return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
}
