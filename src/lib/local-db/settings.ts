/** The few single values a tablet keeps, each under its key and checked when it is read. */
import { Id, Instant } from '$lib/domain/site';
import * as v from 'valibot';
import type { LocalDatabase } from './database';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const isCryptoKeyPair = (value: unknown): boolean =>
	typeof value === 'object' && value !== null && 'privateKey' in value && 'publicKey' in value;

/** Who this tablet is. The private key cannot be exported: it works here, and nowhere else. */
export const Identity = v.object({
	deviceId: Id,
	deviceName: v.string(),
	siteId: Id,
	keyPair: v.custom<CryptoKeyPair>(isCryptoKeyPair),
	enrolledAt: Instant
});
export type Identity = v.InferOutput<typeof Identity>;

export const SETTINGS = {
	identity: Identity,
	/** Who is signed in; gone when nobody is. `unlockedUntil` moves on with every touch. */
	session: v.object({ personId: Id, areaId: v.nullable(Id), startedAt: Instant, unlockedUntil: Instant }),
	/** The area this tablet was last used in, kept over sign-outs. */
	area: v.nullable(Id),
	/** Wrong PINs since the last right one, by person. */
	'pin-attempts': v.record(
		v.string(),
		v.object({ wrong: Count, lastAt: v.number(), verifier: v.optional(v.string()) })
	),
	/** How long the tablet has been without its server, as it has counted. */
	'time-without-server': v.object({ countedMs: v.pipe(v.number(), v.minValue(0)), upTo: v.number() }),
	'pull-cursor': Count,
	/** Up to where every kind of document that this version of the protocol knows was pulled: an older one leaves some out. */
	'pull-complete': v.object({ protocol: Count, upTo: Count }),
	/** Cases changed up to this position are in the list of those that wait. */
	'case-lines-position': v.pipe(v.number(), v.minValue(0)),
	preferences: v.object({
		theme: v.picklist(['light', 'dark', 'sunlight', 'system']),
		hand: v.picklist(['right', 'left']),
		sound: v.boolean(),
		vibration: v.boolean()
	}),
	/** Somebody has seen that the server wants a sign-in, and goes on working. */
	'sign-in-put-aside': v.boolean(),
	'vision-backend': v.unknown(),
	'sync-status': v.unknown()
} as const;

export type SettingKey = keyof typeof SETTINGS;
export type SettingOf<K extends SettingKey> = v.InferOutput<(typeof SETTINGS)[K]>;

/** The value kept under a key; null where there is none, or it is not what it should be. */
export async function readSetting<K extends SettingKey>(database: LocalDatabase, key: K): Promise<SettingOf<K> | null> {
	const row = await database.settings.get(key);
	if (row === undefined) return null;
	const parsed = v.safeParse(SETTINGS[key], row.value);
	return parsed.success ? (parsed.output as SettingOf<K>) : null;
}

export async function writeSetting<K extends SettingKey>(
	database: LocalDatabase,
	key: K,
	value: SettingOf<K>
): Promise<void> {
	await database.settings.put({ key, value });
}

export async function dropSetting(database: LocalDatabase, key: SettingKey): Promise<void> {
	await database.settings.delete(key);
}
