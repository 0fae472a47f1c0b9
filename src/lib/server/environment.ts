/** What the environment of the process says about where this server keeps things. */
import { readFile } from 'node:fs/promises';
import type { ServerOptions } from './site-server';
import { LOG_LEVELS, type LogLevel } from './watch';

/** A variable does not say what it should. */
export class EnvironmentFault extends Error {
	override readonly name = 'EnvironmentFault';
}

/**
 * Reads `DATA_DIR`, `DATABASE_URL`, `PHOTOS`, `SESSION_SECRET`, `SERVICE_KEY` (a private key as PEM, or the path of a file with one) and `METRICS_TOKEN`. An empty
 * variable counts as none. Throws `EnvironmentFault`, or what reading the key's file threw.
 */
export async function optionsFrom(env: Readonly<Record<string, string | undefined>>): Promise<ServerOptions> {
	const databaseUrl = env['DATABASE_URL'] || undefined;
	// The address holds a password: it is not repeated.
	if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl))
		throw new EnvironmentFault('DATABASE_URL must begin with postgres://');
	const sessionSecret = env['SESSION_SECRET'] || undefined;
	if (sessionSecret && sessionSecret.length < 32)
		throw new EnvironmentFault('SESSION_SECRET must have at least 32 characters');
	const metricsToken = env['METRICS_TOKEN'] || undefined;
	if (metricsToken && metricsToken.length < 16)
		throw new EnvironmentFault('METRICS_TOKEN must have at least 16 characters');
	const key = env['SERVICE_KEY'] || undefined;
	const serviceKey = key === undefined || key.includes('-----BEGIN') ? key : await readFile(key, 'utf8');
	return {
		dataDir: env['DATA_DIR'] || 'data',
		databaseUrl,
		sessionSecret,
		serviceKey,
		photos: env['PHOTOS'] || undefined,
		metricsToken
	};
}

/** Reads `LOG_LEVEL`: `debug`, `info` (the default), `warn`, `error` or `silent`. Throws `EnvironmentFault`. */
export function logLevelFrom(env: Readonly<Record<string, string | undefined>>): LogLevel {
	const wanted = env['LOG_LEVEL'] || 'info';
	const level = LOG_LEVELS.find((known) => known === wanted);
	if (!level) throw new EnvironmentFault(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`);
	return level;
}
