/**
 * The server's log: one JSON object a line, for programs to read; in development, words. It says who asked for what and how it ended,
 * never what was in it: no bodies, no queries, no cookies. The list below is a second fence for what somebody logs by mistake.
 */
import pino, { type Logger } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogOptions {
	level: LogLevel;
	form: 'json' | 'words';
	/** Where lines go; standard output when it is not given. */
	write?: (line: string) => void;
}

/** Wherever they stand, their values are not written. */
const SECRETS = ['password', 'pin', 'code', 'secret', 'token', 'cookie', 'authorization', 'privateKey', 'body'];
const DEPTHS = ['', '*.', '*.*.'];

export function openLog({ level, form, write }: LogOptions): Log {
	const destination = write ? { write } : form === 'words' ? { write: writeWords } : pino.destination({ sync: true });
	return pino(
		{
			level,
			timestamp: pino.stdTimeFunctions.isoTime,
			formatters: { level: (label) => ({ level: label }) },
			redact: { paths: DEPTHS.flatMap((depth) => SECRETS.map((name) => depth + name)), censor: '[removed]' },
			serializers: { error: describe }
		},
		destination
	);
}

/** For whoever does not want one. */
export const QUIET: Log = pino({ level: 'silent' });

/** What an error says of itself and of its cause. Its other properties may hold what somebody typed: drivers and validators do that. */
function describe(error: unknown): object {
	if (!(error instanceof Error)) return { message: String(error) };
	const { name, message, stack, cause } = error;
	const kind = 'code' in error && typeof error.code === 'string' ? { kind: error.code } : {};
	return { name, message, ...kind, stack, ...(cause === undefined ? {} : { cause: describe(cause) }) };
}

function writeWords(line: string): void {
	const { time, level, msg, pid: _, hostname: __, error, ...facts } = JSON.parse(line) as Record<string, unknown>;
	const words = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`);
	const stack = typeof error === 'object' && error !== null && 'stack' in error ? `\n${String(error.stack)}` : '';
	process.stdout.write(`${String(time).slice(11, 19)} ${String(level)} ${String(msg)} ${words.join(' ')}${stack}\n`);
}
