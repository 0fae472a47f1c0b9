/** Turns what a person or the tablet states into signed entries of this device. */
import {
	TABLET_BODIES,
	type Actor,
	type BodyOf,
	type Entry,
	type EntryDraft,
	type TabletEntryType
} from '$lib/domain/ledger';
import { mayState } from '$lib/domain/statement-rights';
import { newId, signWith } from '$lib/device';
import { recordEntries, type Identity, type LocalDatabase, type StoredPhoto } from '$lib/local-db';
import * as v from 'valibot';
import { NotAllowed, NotEnrolled, RecordIncomplete } from './errors';

/** Nobody is signed in: the tablet itself speaks. */
export const BY_DEVICE: Actor = { personId: null, role: null, proof: 'device' };

/** A statement before it has an id, a time and an actor. */
export type Statement<T extends TabletEntryType = TabletEntryType> = { [K in T]: { type: K; body: BodyOf<K> } }[T];

type Schemas = Partial<Record<TabletEntryType, v.GenericSchema<unknown, BodyOf<TabletEntryType>>>>;

export class Recorder {
	readonly #database: LocalDatabase;
	readonly #identity: () => Identity | null;
	readonly #now: () => number;
	readonly #recorded: (entries: readonly Entry[]) => void;
	/** Of what the pages at hand state: the inspection's from the start. */
	readonly #schemas: Schemas = { ...TABLET_BODIES };

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

	/** Takes in what another kind of work states. It comes with that work's pages: nothing is to be fetched once there is something to record. */
	takeIn(schemas: Schemas): void {
		Object.assign(this.#schemas, schemas);
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
		const drafts = statements.map(({ actor, statement }) => {
			if (!mayState(statement.type, actor.role)) throw new NotAllowed(statement.type, actor.role);
			const body = this.#complete(statement);
			return { id: newId(), site: identity.siteId, device: identity.deviceId, at, actor, type: statement.type, body };
		});
		const entries = await recordEntries(this.#database, signWith(identity.keyPair), drafts as EntryDraft[], photos);
		this.#recorded(entries);
		return entries;
	}

	/** The body as its schema has it; the server would quarantine any other. */
	#complete({ type, body }: Statement): BodyOf<TabletEntryType> {
		const schema = this.#schemas[type];
		if (!schema) throw new RecordIncomplete(type, '');
		const parsed = v.safeParse(schema, body);
		if (parsed.success) return parsed.output;
		throw new RecordIncomplete(type, v.getDotPath(parsed.issues[0]) ?? '');
	}
}
