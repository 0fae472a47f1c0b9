/** Who is at the tablet: signing in by PIN with or without a network, and locking when nobody is there any more. */
import type { Actor } from '$lib/domain/ledger';
import { mayUnlockPins, worksOnFloor } from '$lib/domain/pin';
import type { Area, Person } from '$lib/domain/site';
import {
	dropSetting,
	liveQuery,
	readSetting,
	storageError,
	withRoom,
	writeSetting,
	type LocalDatabase,
	type SettingOf
} from '$lib/local-db';
import { Contact } from './contact.svelte';
import { MayNotUnlock, NotSignedIn, PersonUnknown } from './errors';
import type { PinCheck, PinResult } from './pin-check';
import { BY_DEVICE, type Recorder, type Statement } from './recorder';
import type { Register } from './register.svelte';

const CHECK_EVERY_MS = 5_000;
/** How often a touch is written down: a restart may lock this much early. */
const WRITE_TOUCH_EVERY_MS = 30_000;

export class Session {
	/** Whether this tablet may take PINs at all. */
	readonly contact: Contact;
	/** Loaded when somebody is at the lock screen: the other pages open without. */
	readonly #loadPins: () => Promise<PinCheck>;
	#pins: Promise<PinCheck> | null = null;
	readonly #database: LocalDatabase;
	readonly #register: Register;
	readonly #recorder: Recorder;
	readonly #now: () => number;
	#current = $state.raw<SettingOf<'session'> | null>(null);
	#areaId = $state.raw<string | null>(null);
	#lastPersonId = $state.raw<string | null>(null);
	/** Looked up in the register each time, so that a changed name or role counts at once, and nobody who has left stays. */
	readonly #person: Person | null = $derived.by(() => {
		const person = this.#current && this.#register.personById(this.#current.personId);
		return person?.active && worksOnFloor(person.role) ? person : null;
	});
	#unlockedUntil = 0;
	/** How much time the last touch gave: more than that left means that the clock was set back. */
	#grantedMs = 0;
	#touchWrittenAt = 0;
	#queue: Promise<unknown> = Promise.resolve();
	#timer: ReturnType<typeof setInterval> | undefined;
	#subscription: { unsubscribe(): void } | null = null;

	constructor(database: LocalDatabase, register: Register, recorder: Recorder, now: () => number) {
		this.#database = database;
		this.#register = register;
		this.#recorder = recorder;
		this.#now = now;
		this.contact = new Contact(database, register, now);
		this.#loadPins = async () => {
			const { PinCheck } = await import('./pin-check');
			return new PinCheck(database, register, recorder, this.contact, now);
		};
	}

	get person(): Person | null {
		return this.#person;
	}

	/** Who was last signed in on this tablet, to be offered first. */
	get lastPersonId(): string | null {
		return this.#lastPersonId;
	}

	get areaId(): string | null {
		return this.#areaId;
	}

	get area(): Area | null {
		return this.#areaId === null ? null : this.#register.areaById(this.#areaId);
	}

	/** Who speaks in an entry made now. @throws NotSignedIn */
	actor(): Actor {
		const person = this.#person;
		if (!person || this.#expired()) throw new NotSignedIn();
		return { personId: person.id, role: person.role, proof: 'pin-offline' };
	}

	/** Takes up the session of before a restart, if its time has not run out. The register must have been started. */
	async start(): Promise<void> {
		await this.contact.start();
		this.#areaId = await readSetting(this.#database, 'area');
		this.#adopt(await readSetting(this.#database, 'session'));
		await this.#check();
		this.#timer = setInterval(() => void this.#check(), CHECK_EVERY_MS);
		this.#subscription = liveQuery(() => readSetting(this.#database, 'session')).subscribe({
			// Read again in turn: what came here may be older than a sign-in or sign-out of this very tab.
			next: () => void this.#inTurn(() => this.#readAgain()).catch(() => undefined),
			error: () => undefined
		});
	}

	stop(): void {
		this.contact.stop();
		clearInterval(this.#timer);
		this.#subscription?.unsubscribe();
		this.#subscription = null;
	}

	/** Milliseconds until this person's next PIN can be tried, 0 when at once; and whether they are locked on this tablet. */
	async standing(personId: string): Promise<{ waitMs: number; locked: boolean }> {
		return (await this.#pinCheck()).standing(personId);
	}

	/**
	 * Signs a person in by PIN, without the network. Wrong PINs slow the next down and then lock, over restarts too.
	 * @throws ContactNeeded, PersonUnknown, NotOnFloor, NoPin, StorageFull, StorageFailed, ChainBusy
	 */
	async signIn(personId: string, pin: string): Promise<PinResult> {
		return this.#inTurn(async () => {
			const result = await (await this.#pinCheck()).check(personId, pin);
			const person = this.#register.personById(personId);
			if (!person) throw new PersonUnknown();
			if (result === 'ok') await this.#begin(person);
			return result;
		});
	}

	/**
	 * Whoever is signed in types their PIN once more, to put their name to something.
	 * @throws NotSignedIn, and what `signIn` throws
	 */
	async confirm(pin: string): Promise<PinResult> {
		return this.#inTurn(async () => {
			const { personId } = this.actor();
			if (personId === null) throw new NotSignedIn();
			const pins = await this.#pinCheck();
			const result = await pins.check(personId, pin);
			if (result === 'ok') await pins.forget(personId);
			return result;
		});
	}

	/** Who may let this person on again at this tablet, by their own PIN. */
	unlockersOf(personId: string): readonly Person[] {
		return this.#register.floorPeople.filter(({ id, role }) => id !== personId && mayUnlockPins(role));
	}

	/**
	 * Somebody else lets a person on again whom this tablet has locked, with a PIN of their own; they are not signed in by it.
	 * @throws MayNotUnlock, and what `signIn` throws
	 */
	async letTryAgain(personId: string, unlockerId: string, pin: string): Promise<PinResult> {
		return this.#inTurn(async () => {
			const unlocker = this.unlockersOf(personId).find(({ id }) => id === unlockerId);
			if (!unlocker) throw new MayNotUnlock();
			const pins = await this.#pinCheck();
			const result = await pins.check(unlockerId, pin);
			if (result !== 'ok') return result;
			const actor: Actor = { personId: unlocker.id, role: unlocker.role, proof: 'pin-offline' };
			const body = { personId, at: new Date(this.#now()).toISOString() };
			await this.#recorder.record([{ actor, statement: { type: 'pin.unlocked', body } }]);
			await pins.forget(unlockerId);
			await pins.forget(personId);
			return 'ok';
		});
	}

	/** Ends the session. What the person has begun stays, for them alone. */
	async signOut(): Promise<void> {
		await this.#inTurn(async () => {
			const person = this.#person;
			if (person) await this.#end({ personId: person.id, role: person.role, proof: 'pin-offline' }, this.#now());
			else await this.#forget();
		});
	}

	async setArea(areaId: string | null): Promise<void> {
		this.#areaId = areaId;
		await writeSetting(this.#database, 'area', areaId);
		if (this.#current) this.#current = { ...this.#current, areaId };
		await this.#writeTouch();
	}

	/** The person is still there: called for every touch and key. */
	touch(): void {
		if (!this.#current) return;
		if (this.#expired()) return void this.#check();
		const now = this.#now();
		this.#grant(now);
		if (now - this.#touchWrittenAt >= WRITE_TOUCH_EVERY_MS) void this.#writeTouch().catch(() => undefined);
	}

	#pinCheck(): Promise<PinCheck> {
		this.#pins ??= this.#loadPins().catch((error: unknown) => {
			// Loaded again when the PIN is typed again.
			this.#pins = null;
			throw error;
		});
		return this.#pins;
	}

	get #lockAfterMs(): number {
		return this.#register.settings.lockAfterMinutes * 60_000;
	}

	#grant(now: number): void {
		this.#grantedMs = this.#lockAfterMs;
		this.#unlockedUntil = now + this.#grantedMs;
	}

	async #begin(person: Person): Promise<void> {
		const now = this.#now();
		const at = new Date(now).toISOString();
		const statements: { actor: Actor; statement: Statement }[] = [];
		if (this.#current) statements.push({ actor: BY_DEVICE, statement: ended(this.#current.personId, at) });
		const actor: Actor = { personId: person.id, role: person.role, proof: 'pin-offline' };
		statements.push({ actor, statement: { type: 'session.started', body: { personId: person.id, startedAt: at } } });
		await this.#recorder.record(statements);
		await (await this.#pinCheck()).forget(person.id);
		const unlockedUntil = new Date(now + this.#lockAfterMs).toISOString();
		const session = { personId: person.id, areaId: this.#areaId, startedAt: at, unlockedUntil };
		await withRoom(this.#database, 0, () => writeSetting(this.#database, 'session', session));
		this.#touchWrittenAt = now;
		this.#adopt(session);
	}

	async #end(actor: Actor, at: number): Promise<void> {
		const { personId } = this.#current ?? {};
		if (personId === undefined) return;
		// Locked first: a full disk must not keep the tablet open.
		await this.#forget();
		await this.#recorder.record([{ actor, statement: ended(personId, new Date(at).toISOString()) }]);
	}

	async #forget(): Promise<void> {
		this.#adopt(null);
		await dropSetting(this.#database, 'session');
	}

	async #writeTouch(): Promise<void> {
		if (!this.#current) return;
		this.#touchWrittenAt = this.#now();
		const unlockedUntil = new Date(this.#unlockedUntil).toISOString();
		this.#current = { ...this.#current, unlockedUntil };
		await writeSetting(this.#database, 'session', this.#current);
	}

	#adopt(row: SettingOf<'session'> | null): void {
		if (row) {
			const until = Date.parse(row.unlockedUntil);
			const same = row.personId === this.#current?.personId && row.startedAt === this.#current.startedAt;
			this.#unlockedUntil = same ? Math.max(this.#unlockedUntil, until) : until;
			if (this.#unlockedUntil === until) this.#grantedMs = this.#lockAfterMs;
			this.#lastPersonId = row.personId;
		}
		this.#current = row;
	}

	async #readAgain(): Promise<void> {
		this.#adopt(await readSetting(this.#database, 'session'));
	}

	#expired(): boolean {
		const left = this.#unlockedUntil - this.#now();
		// More time left than was ever given: the clock was set back.
		return left <= 0 || left > this.#grantedMs;
	}

	/** Locks when the time has run out, or the person no longer works here. */
	async #check(): Promise<void> {
		if (!this.#current || (!this.#expired() && this.#person)) return;
		await this.#inTurn(async () => {
			if (!this.#current || (!this.#expired() && this.#person)) return;
			await this.#end(BY_DEVICE, Math.min(this.#unlockedUntil, this.#now())).catch(() => undefined);
		});
	}

	async #inTurn<T>(run: () => Promise<T>): Promise<T> {
		const turn = this.#queue.then(run).catch((error: unknown) => {
			throw storageError(error);
		});
		this.#queue = turn.catch(() => undefined);
		return turn;
	}
}

function ended(personId: string, endedAt: string): Statement {
	return { type: 'session.ended', body: { personId, endedAt } };
}
