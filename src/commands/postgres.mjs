// A private PostgreSQL for tests and benchmarks: found among the system's programs, started on this computer only, removed at the end.
import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { CommandError, run, say } from './run.mjs';

const ENDING = process.platform === 'win32' ? '.exe' : '';
const READY_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 50;

/** @returns {string | null} The folder with PostgreSQL's programs: named by PG_BIN, on the PATH, or Debian's, the newest first. */
export function findPostgres() {
	const named = process.env['PG_BIN'];
	const hasPrograms = (/** @type {string} */ folder) =>
		['initdb', 'postgres'].every((program) => existsSync(join(folder, program + ENDING)));
	if (named !== undefined && named !== '') {
		if (hasPrograms(named)) return named;
		throw new CommandError(`PG_BIN names ${named}, but initdb and postgres are not there.`);
	}
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
	const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...versions.map((v) => join(debian, v, 'bin'))];
	return folders.find((folder) => folder !== '' && hasPrograms(folder)) ?? null;
}

/**
 * As `findPostgres`, but continuous integration installs Debian's package where there is none.
 *
 * @returns {Promise<string | null>}
 * @throws {CommandError} when continuous integration cannot have one: it must not skip.
 */
export async function ensurePostgres() {
	const found = findPostgres();
	if (found !== null || process.env['CI'] !== 'true') return found;
	say("No PostgreSQL found. Installing Debian's package postgresql (apt-get) …");
	const root = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
	for (const step of [['update'], ['install', '-y', '--no-install-recommends', 'postgresql']]) {
		const [program = '', ...args] = [...root, 'apt-get', ...step];
		await run(program, args, { env: { DEBIAN_FRONTEND: 'noninteractive' }, quiet: true });
	}
	const installed = findPostgres();
	if (installed === null)
		throw new CommandError('PostgreSQL could not be installed: install it, or name it with PG_BIN.');
	return installed;
}

/** PostgreSQL refuses to run as root: then it runs as a user who may do nothing else. */
function servant() {
	if (process.getuid?.() !== 0) return {};
	for (const user of ['postgres', 'nobody']) {
		try {
			const id = (/** @type {string} */ kind) => Number(execFileSync('id', [kind, user], { encoding: 'utf8' }));
			return { uid: id('-u'), gid: id('-g') };
		} catch {
			// No such user: the next one.
		}
	}
	throw new CommandError('PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as.');
}

async function freePort() {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	probe.close();
	await once(probe, 'close');
	if (address === null || typeof address === 'string') throw new CommandError('No free port on this computer.');
	return address.port;
}

/** One PostgreSQL of our own, on 127.0.0.1. Its database `postgres` takes anyone from this computer, without a password. */
export class PrivatePostgres {
	/** @type {import('node:child_process').ChildProcess | null} */
	#process = null;
	#output = '';

	/** @private */
	constructor(
		/** @type {string} */ bin,
		/** @type {string} */ folder,
		/** @type {number} */ port,
		/** @type {{ uid?: number, gid?: number }} */ user,
		/** @type {string[]} */ settings
	) {
		this.bin = bin;
		this.folder = folder;
		this.port = port;
		this.user = user;
		this.settings = settings;
	}

	/**
	 * Makes a new one in a temporary folder and starts it.
	 *
	 * @param {string} bin As `findPostgres` found it.
	 * @param {{ durable: boolean }} options Whether what it acknowledged must survive a power cut: tests are quicker without.
	 */
	static async start(bin, { durable }) {
		const folder = mkdtempSync(join(tmpdir(), 'countersign-postgres-'));
		const user = servant();
		const data = join(folder, 'data');
		mkdirSync(data, { mode: 0o700 });
		chmodSync(folder, 0o700);
		if (user.uid !== undefined && user.gid !== undefined) {
			for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
		}
		const settings = durable ? [] : ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];
		const server = new PrivatePostgres(bin, folder, await freePort(), user, settings);
		const options = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C', '--no-sync'];
		execFileSync(join(bin, `initdb${ENDING}`), ['-D', data, ...options], { ...user, cwd: folder, stdio: 'pipe' });
		await server.resume();
		return server;
	}

	get url() {
		return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
	}

	/** Of the process that the others come from; undefined while it is stopped. */
	get pid() {
		return this.#process?.pid;
	}

	/** Starts it again on its port and data, after `stop` or `kill`. */
	async resume() {
		const settings = [
			`port=${this.port}`,
			'listen_addresses=127.0.0.1',
			`unix_socket_directories=${process.platform === 'win32' ? '' : this.folder}`,
			'max_connections=100',
			...this.settings
		];
		const child = spawn(
			join(this.bin, `postgres${ENDING}`),
			['-D', join(this.folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])],
			{ ...this.user, cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] }
		);
		this.#process = child;
		this.#output = '';
		child.stderr.on('data', (chunk) => (this.#output = (this.#output + chunk).slice(-10_000)));
		const until = Date.now() + READY_WITHIN_MS;
		while (!this.#output.includes('ready to accept connections')) {
			if (child.exitCode !== null || Date.now() > until) {
				throw new CommandError(`PostgreSQL did not start:\n${this.#output}`);
			}
			await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
		}
	}

	/** Ends it as an orderly shutdown does. */
	async stop() {
		await this.#end('SIGINT');
	}

	/** Ends it as a power cut does: its own processes notice and end too. */
	async kill() {
		await this.#end('SIGKILL');
	}

	/** Stops it and removes its data. */
	async dispose() {
		await this.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}

	async #end(/** @type {NodeJS.Signals} */ signal) {
		const child = this.#process;
		this.#process = null;
		if (child === null || child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		child.kill(signal);
		await ended;
	}
}
