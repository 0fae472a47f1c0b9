// How every command speaks and starts other programs. Node's own modules only: this runs before anything is installed.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The root folder of the project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Progress goes to standard error, so that a command's result is alone on standard output. */
export function say(/** @type {string} */ text) {
	process.stderr.write(`${text}\n`);
}

/** A failure whose text is all a person needs: it is shown without a stack trace. */
export class CommandError extends Error {}

/**
 * Starts a program in the project's root and waits for its end. Ctrl+C and a termination request are passed on.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean, timeoutMs?: number }} [options] `quiet` hides its output.
 * @returns {Promise<number>} Its exit code; 128 + the signal's number when a signal ended it, 127 when it could not start.
 */
export function run(program, args, { env = {}, quiet = false, timeoutMs } = {}) {
	return new Promise((resolve) => {
		const child = spawn(program, args, {
			cwd: ROOT,
			stdio: quiet ? 'ignore' : 'inherit',
			env: { ...process.env, ...env },
			timeout: timeoutMs
		});
		const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
		const stopOnTerm = () => pass('SIGTERM');
		// The terminal sends Ctrl+C to the child as well: this process only has to outlive it.
		const outlive = () => {};
		process.on('SIGTERM', stopOnTerm).on('SIGINT', outlive);
		const finish = (/** @type {number} */ code) => {
			process.off('SIGTERM', stopOnTerm).off('SIGINT', outlive);
			resolve(code);
		};
		child.on('error', () => finish(127));
		child.on('exit', (code, signal) => finish(code ?? 128 + (signal ? constants.signals[signal] : 0)));
	});
}

/** As `run`, but a failure of the program is a failure of the command, said in `what`. */
export async function must(
	/** @type {string} */ what,
	/** @type {string} */ program,
	/** @type {string[]} */ args,
	/** @type {{ env?: Record<string, string> }} */ options = {}
) {
	const code = await run(program, args, options);
	if (code !== 0) throw new CommandError(`${what} failed (exit code ${code}). See the messages above.`);
}

/** Runs a command's main function; what it throws becomes a clear message and an exit code. */
export async function main(/** @type {() => Promise<number | void>} */ command) {
	try {
		process.exitCode = (await command()) ?? 0;
	} catch (error) {
		say(error instanceof CommandError ? `\n${error.message}` : String(error instanceof Error ? error.stack : error));
		process.exit(1);
	}
}
