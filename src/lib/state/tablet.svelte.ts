/** The tablet as the floor screens see it: which device, whose site, who is there, and the one way to put something on record. */
import { keepForGood, readWitness, type KeptWitness } from '$lib/device';
import { DomainError } from '$lib/domain/errors';
import type { Entry, Witness } from '$lib/domain/ledger';
import {
	DatabaseTaken,
	decisionsSince,
	findDamage,
	liveQuery,
	LocalDatabase,
	readSetting,
	StorageFailed,
	storageError,
	type Damage,
	type Identity,
	type StoredPhoto
} from '$lib/local-db';
import type { EnrolmentOptions, runSync } from '$lib/sync';
import { lazyRun } from '$lib/sync/lazy-run';
import { createContext } from 'svelte';
import { Preferences } from './preferences.svelte';
import { Recorder, type Statement } from './recorder';
import { Register } from './register.svelte';
import { Session } from './session.svelte';
import { SyncStatus } from './sync-status.svelte';
import { WitnessKeeper } from './witness-keeper';

/**
 * `locked`: enrolled, and nobody is signed in. `storage-lost`: the browser has cleared what this tablet kept. `damaged`: part of it is
 * gone; the rest can be sent, and nothing may be added.
 */
export type TabletStatus = 'starting' | 'not-enrolled' | 'storage-lost' | 'damaged' | 'locked' | 'ready' | 'failed';

export interface TabletOptions {
	database?: LocalDatabase;
	fetch?: typeof fetch;
	/** Milliseconds since 1970. */
	now?: () => number;
}

export class Tablet {
	readonly database: LocalDatabase;
	readonly register: Register;
	readonly session: Session;
	readonly preferences: Preferences;
	readonly sync: SyncStatus;
	readonly #recorder: Recorder;
	readonly #keeper: WitnessKeeper;
	readonly #now: () => number;
	readonly #fetch: typeof fetch | undefined;
	#started = $state(false);
	#waitsForOtherTab = $state(false);
	#failure = $state.raw<DomainError | null>(null);
	#identity = $state.raw<Identity | null>(null);
	#witness = $state.raw<KeptWitness | null>(null);
	#damage = $state.raw<Damage | null>(null);
	/** Counts starts and stops: a start that was overtaken ends itself. */
	#run = 0;
	#starting: Promise<void> = Promise.resolve();
	#enrolling = false;
	#listeners = new AbortController();
	#subscription: { unsubscribe(): void } | null = null;

	constructor({ database = new LocalDatabase(), fetch, now = Date.now }: TabletOptions = {}) {
		this.database = database;
		this.#fetch = fetch;
		this.#now = now;
		this.register = new Register(database);
		const run: typeof runSync = (options) => lazyRun(fetch ? { ...options, fetch } : options);
		this.sync = new SyncStatus(database, run);
		this.#keeper = new WitnessKeeper(database, now);
		this.#recorder = new Recorder(
			database,
			() => this.#identity,
			now,
			(entries) => {
				this.#keeper.note(entries);
				this.sync.poke();
			}
		);
		this.session = new Session(database, this.register, this.#recorder, now);
		this.preferences = new Preferences(database);
	}

	get status(): TabletStatus {
		if (this.#failure) return 'failed';
		if (!this.#started) return 'starting';
		if (!this.#identity) return this.#witness ? 'storage-lost' : 'not-enrolled';
		if (this.#damage) return 'damaged';
		return this.session.person ? 'ready' : 'locked';
	}

	/** Why the tablet cannot work; what it holds is untouched. */
	get failure(): DomainError | null {
		return this.#failure;
	}

	/** What this tablet said of its records beside the database; null where it never was a tablet, or that is gone too. */
	get witness(): KeptWitness | null {
		return this.#witness;
	}

	/** What of its own records the tablet has lost; null when nothing. */
	get damage(): Damage | null {
		return this.#damage;
	}

	/** The app's data is being brought up to date, and another window of the app still holds the old. */
	get waitsForOtherTab(): boolean {
		return this.#waitsForOtherTab;
	}

	get device(): { id: string; name: string } | null {
		return this.#identity && { id: this.#identity.deviceId, name: this.#identity.deviceName };
	}

	/** Reads what the tablet knows and follows it from then on. Never throws: see `status` and `failure`. */
	async start(): Promise<void> {
		this.stop();
		const run = this.#run;
		this.#starting = this.#starting.then(() => (run === this.#run ? this.#begin(run) : undefined));
		return this.#starting;
	}

	stop(): void {
		this.#run++;
		this.#stopParts();
	}

	/**
	 * Makes this tablet a device of the site whose admin made the code, and fetches its register. Where its storage was lost or damaged,
	 * the server is told which records that concerns, and what is left of them is carried over.
	 * @throws what `enrolDevice` throws
	 */
	async enrol(code: string, name: string): Promise<void> {
		// What is left of a damaged chain goes in the tablet's old name while that still counts; what cannot be read stays behind.
		if (this.status === 'damaged') await this.sync.sendNow().catch(() => undefined);
		const options = { database: this.database, code, name, replaces: this.#replaced(), now: this.#now };
		this.#enrolling = true;
		try {
			// Once in a tablet's life: no other page loads it.
			const { enrolDevice } = await import('$lib/sync/enrolment');
			const { identity } = await enrolDevice(this.#fetch ? { ...options, fetch: this.#fetch } : options);
			this.#identity = identity;
			this.#damage = null;
			// The register should be there when somebody signs in; without a network it comes later by itself.
			await this.sync.sendNow();
			await this.start();
		} finally {
			this.#enrolling = false;
		}
	}

	/**
	 * Puts statements on record in the name of whoever is signed in, in this order; photos with them. Durable when it resolves.
	 * @throws NotSignedIn, NotEnrolled, NotAllowed, RecordIncomplete, StorageFull, StorageFailed, ChainBusy: nothing was kept
	 */
	async record(statements: readonly Statement[], photos: readonly StoredPhoto[] = []): Promise<Entry[]> {
		const actor = this.session.actor();
		return this.#recorder.record(
			statements.map((statement) => ({ actor, statement })),
			photos
		);
	}

	/** Lets the pages of another kind of work record what they state. */
	takeIn(schemas: Parameters<Recorder['takeIn']>[0]): void {
		this.#recorder.takeIn(schemas);
	}

	/** A photo, or a sound, as it goes on record: waiting for the server. */
	photoToStore(
		photo: Pick<StoredPhoto, 'sha256' | 'blob' | 'mediaType' | 'bytes' | 'width' | 'height' | 'thumbnail'>
	): StoredPhoto {
		const takenAt = new Date(this.#now()).toISOString();
		return { ...photo, takenAt, state: 'waiting', uploadUrl: null, attempts: 0, lastError: null };
	}

	/** Decisions of this person on this tablet since midnight that still stand. */
	async decisionsToday(personId: string): Promise<number> {
		const midnight = new Date(this.#now());
		midnight.setHours(0, 0, 0, 0);
		return decisionsSince(this.database, personId, midnight.toISOString());
	}

	/** Everything on this tablet goes, so that it can be enrolled anew; what only it held is lost, and its witness says what that was. */
	async startOver(): Promise<void> {
		this.stop();
		await this.database.delete();
		await this.start();
	}

	/** The identity that a new enrolment takes the place of, where this tablet cannot go on under it. */
	#replaced(): EnrolmentOptions['replaces'] {
		const { status } = this;
		if (status === 'storage-lost' && this.#witness) {
			const { witness } = this.#witness;
			return { deviceId: witness.deviceId, witness };
		}
		if (status !== 'damaged' || !this.#identity) return null;
		return { deviceId: this.#identity.deviceId, witness: this.#witnessOf(this.#identity) };
	}

	/** What was said under this identity; not under one that the tablet had before. */
	#witnessOf({ deviceId }: Identity): Witness | null {
		const { witness = null } = this.#witness ?? {};
		return witness?.deviceId === deviceId ? witness : null;
	}

	async #begin(run: number): Promise<void> {
		this.#failure = null;
		this.#damage = null;
		this.#started = false;
		this.database.follow({
			blocked: () => (this.#waitsForOtherTab = true),
			taken: (by) => this.#giveUp(by)
		});
		try {
			await this.database.open();
			this.#waitsForOtherTab = false;
			const [identity] = await Promise.all([
				readSetting(this.database, 'identity'),
				this.preferences.start(),
				this.register.start()
			]);
			this.#identity = identity;
			this.#witness = readWitness();
			this.#damage = identity && (await findDamage(this.database, this.#witnessOf(identity)));
			// What is left of a damaged chain can be sent; nobody may add to it.
			if (!this.#damage) await this.session.start();
			if (identity) this.sync.start();
			if (identity && !this.#damage) {
				this.#keeper.start({ identity, nameOf: (id) => this.register.personById(id)?.name ?? null });
			}
			this.#listen();
			this.#started = true;
		} catch (error) {
			this.#failure = failureOf(error);
		}
		// Stopped meanwhile: what has just been started must not go on unseen.
		if (run !== this.#run) this.#stopParts();
		else if (this.#identity) void keepForGood();
	}

	/** Another tab has taken the database away: what is on this screen can no longer be kept. */
	#giveUp(by: 'newer-app' | 'start-over'): void {
		if (by === 'start-over') return void this.start();
		this.stop();
		this.#failure = new DatabaseTaken();
	}

	#stopParts(): void {
		this.#listeners.abort();
		this.#subscription?.unsubscribe();
		this.register.stop();
		this.session.stop();
		this.sync.stop();
		this.#keeper.stop();
		this.preferences.stop();
	}

	#listen(): void {
		this.#listeners = new AbortController();
		const options = { signal: this.#listeners.signal, capture: true, passive: true };
		for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, () => this.session.touch(), options);
		// Another tab may have enrolled the tablet anew: this one must not go on in the old name.
		this.#subscription = liveQuery(() => readSetting(this.database, 'identity')).subscribe({
			next: (identity) => {
				if (!this.#enrolling && identity?.deviceId !== this.#identity?.deviceId) void this.start();
			},
			error: () => undefined
		});
	}
}

function failureOf(error: unknown): DomainError {
	const known = storageError(error);
	if (known instanceof DomainError) return known;
	return new StorageFailed(known instanceof Error ? known.name : String(known));
}

export const [getTablet, setTablet] = createContext<Tablet>();
