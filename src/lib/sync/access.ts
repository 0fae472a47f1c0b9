/** How this tablet reaches its server, and as whom. */
import { signWith } from '$lib/device';
import type { Sign } from '$lib/domain/ledger';
import { readSetting, type LocalDatabase } from '$lib/local-db';
import { EnrolmentNeeded } from './errors';
import type { ServerAccess } from './server-call';

export interface SyncIdentity {
	deviceId: string;
	sign: Sign;
}

export interface AccessOptions {
	database: LocalDatabase;
	/** Origin of the server; where the app came from, unless given. */
	baseUrl?: string;
	fetch?: typeof fetch;
	/** Who this tablet is; what the database keeps, unless given. */
	identity?: SyncIdentity | undefined;
	signal?: AbortSignal;
	now?: () => number;
}

/** @throws EnrolmentNeeded when the tablet is nobody's yet */
export async function openAccess(options: AccessOptions): Promise<ServerAccess> {
	const { database, baseUrl = globalThis.location?.origin, now = Date.now } = options;
	const identity = options.identity ?? (await keptIdentity(database));
	if (!identity) throw new EnrolmentNeeded('not-enrolled');
	return {
		...identity,
		baseUrl,
		now,
		fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
		signal: options.signal ?? new AbortController().signal
	};
}

async function keptIdentity(database: LocalDatabase): Promise<SyncIdentity | null> {
	const identity = await readSetting(database, 'identity');
	return identity && { deviceId: identity.deviceId, sign: signWith(identity.keyPair) };
}
