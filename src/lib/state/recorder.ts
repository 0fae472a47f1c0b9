/** Turns what a person or the tablet states into signed entries of this device. */
import {
	TABLET_BODIES,
	type Actor,
	type BodyOf,
	type Entry,
	type EntryDraft,
	type TabletEntryType
} from '$lib/domain/ledger';
import { mayState } from '$lib/domain/rights';
import { newId, signWith } from '$lib/device';
import { recordEntries, type Identity, type LocalDatabase, type StoredPhoto } from '$lib/local-db';
import * as v from 'valibot';
import { NotAllowed, NotEnrolled, RecordIncomplete } from './errors';

/** Nobody is signed in: the tablet itself speaks. */
export const BY_DEVICE: Actor = { personId: null, role: null, proof: 'device' };

/** A statement before it has an id, a time and an actor. */
export type Statement<T extends TabletEntryType = TabletEntryType> = { [K in T]: { type: K; body: BodyOf<K> } }[T];

export class Recorder {
	readonly #database: LocalDatabase;
	readonly #identity: () => Identity | null;
	readonly #now: () => number;
	readonly #recorded: (entries: readonly Entry[]) => void;

	/** @param recorded told after every write, when it is durable */
	constructor(
		database: LocalDatabase,
		identity: () => Identity | null,
		now: () => number,
		recorded: (entries: readonly Entry[]) => void
	) {
		this.#recorded = recorded;
		this.#database = database;
		this.#identity = identity;
		this.#now = now;
	}

	/**
	 * Durable when it resolves: entries, their outbox rows and the photos, or nothing.
	 * @throws NotEnrolled, NotAllowed, RecordIncomplete, StorageFull, StorageFailed, ChainBusy
	 */
	async record(
		statements: readonly { actor: Actor; statement: Statement }[],
		photos: readonly StoredPhoto[] = []
	): Promise<Entry[]> {
		const identity = this.#identity();
		if (!identity) throw new NotEnrolled();
		const at = new Date(this.#now()).toISOString();
		const drafts: EntryDraft[] = [];
		for (const { actor, statement } of statements) {
			const { type } = statement;
			if (!mayState(type, actor.role)) throw new NotAllowed(type, actor.role);
			const body = await completeBody(statement);
			drafts.push({
				id: newId(),
				site: identity.siteId,
				device: identity.deviceId,
				at,
				actor,
				type,
				body
			} as EntryDraft);
		}
		const entries = await recordEntries(this.#database, signWith(identity.keyPair), drafts, photos);
		this.#recorded(entries);
		return entries;
	}
}

/** The body as its schema has it; the server would quarantine any other. */
async function completeBody({ type, body }: Statement): Promise<BodyOf<TabletEntryType>> {
	const schemas: Record<string, v.GenericSchema<unknown, BodyOf<TabletEntryType>>> = await schemasWith(type);
	const schema = schemas[type];
	if (!schema) throw new RecordIncomplete(type, '');
	const parsed = v.safeParse(schema, body);
	if (parsed.success) return parsed.output;
	throw new RecordIncomplete(type, v.getDotPath(parsed.issues[0]) ?? '');
}

/** The schemas of the kind of work that states this type; those of an inspection are there from the start. */
async function schemasWith(type: TabletEntryType) {
	if (type in TABLET_BODIES) return TABLET_BODIES;
	const { MAINTENANCE_BODIES } = await import('$lib/domain/ledger/maintenance-bodies');
	if (type in MAINTENANCE_BODIES) return MAINTENANCE_BODIES;
	return (await import('$lib/domain/ledger/audit-bodies')).AUDIT_BODIES;
}
