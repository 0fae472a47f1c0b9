/** What the environment of the process says about where this server keeps things. */
import { readFile } from 'node:fs/promises';
import type { ServerOptions } from './site-server';

/** A variable does not say what it should. */
export class EnvironmentFault extends Error {
	override readonly name = 'EnvironmentFault';
}

/**
 * Reads `DATA_DIR`, `DATABASE_URL`, `PHOTOS`, `SESSION_SECRET` and `SERVICE_KEY` (a private key as PEM, or the path of a file with one). An empty
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
	const key = env['SERVICE_KEY'] || undefined;
	const serviceKey = key === undefined || key.includes('-----BEGIN') ? key : await readFile(key, 'utf8');
	return {
		dataDir: env['DATA_DIR'] || 'data',
		databaseUrl,
		sessionSecret,
		serviceKey,
		photos: env['PHOTOS'] || undefined
	};
}
