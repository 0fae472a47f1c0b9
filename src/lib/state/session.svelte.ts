/** Who is at the tablet: signing in by PIN with or without a network, and locking when nobody is there any more. */
import { pinMatches } from '$lib/device';
import type { Actor } from '$lib/domain/ledger';
import { pinWaitMs, worksOnFloor, type PinAttempts } from '$lib/domain/pin';
import type { Area, Person } from '$lib/domain/site';
import {
	dropSetting,
	liveQuery,
	readSetting,
	storageError,
	writeSetting,
	type LocalDatabase,
	type SettingOf
} from '$lib/local-db';
import { NoPin, NotOnFloor, NotSignedIn, PersonUnknown } from './errors';
import type { Recorder, Statement } from './recorder';
import type { Register } from './register.svelte';

/** A tablet that nobody has touched for this long asks for the PIN again. */
export const LOCK_AFTER_MS = 15 * 60_000;
const CHECK_EVERY_MS = 5_000;
/** How often a touch is written down: a restart may lock this much early. */
const WRITE_TOUCH_EVERY_MS = 30_000;

/** `waitMs` until the next PIN can be tried; `checked` is false where one was typed before that time and not looked at. */
export type SignInResult = 'ok' | { wrong: true; waitMs: number; checked: boolean };

const BY_DEVICE: Actor = { personId: null, role: null, proof: 'device' };

export class Session {
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
	#touchWrittenAt = 0;
	#queue: Promise<unknown> = Promise.resolve();
	#timer: ReturnType<typeof setInterval> | undefined;
	#subscription: { unsubscribe(): void } | null = null;

	constructor(database: LocalDatabase, register: Register, recorder: Recorder, now: () => number) {
		this.#database = database;
		this.#register = register;
		this.#recorder = recorder;
		this.#now = now;
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
		this.#areaId = await readSetting(this.#database, 'area');
		this.#adopt(await readSetting(this.#database, 'session'));
		await this.#check();
		this.#timer = setInterval(() => void this.#check(), CHECK_EVERY_MS);
		this.#subscription = liveQuery(() => readSetting(this.#database, 'session')).subscribe({
			next: (row) => this.#adopt(row),
			error: () => undefined
		});
	}

	stop(): void {
		clearInterval(this.#timer);
		this.#subscription?.unsubscribe();
		this.#subscription = null;
	}

	/** Milliseconds until this person's next PIN can be tried; 0 when at once. */
	async waitFor(personId: string): Promise<number> {
		const attempts = await readSetting(this.#database, 'pin-attempts');
		return pinWaitMs(attempts?.[personId], this.#now());
	}

	/**
	 * Signs a person in by PIN, without the network. Wrong PINs slow the next down, over restarts too.
	 * @throws PersonUnknown, NotOnFloor, NoPin, StorageFull, StorageFailed, ChainBusy
	 */
	async signIn(personId: string, pin: string): Promise<SignInResult> {
		return this.#inTurn(async () => {
			const person = this.#register.personById(personId);
			if (!person?.active) throw new PersonUnknown();
			if (!worksOnFloor(person.role)) throw new NotOnFloor(person.role);
			const verifier = this.#register.verifierOf(personId);
			if (!verifier) throw new NoPin();
			const attempt = await this.#takeAttempt(personId);
			if (attempt.waitMs > 0) return { wrong: true, waitMs: attempt.waitMs, checked: false };
			if (!(await pinMatches(pin, verifier))) {
				return { wrong: true, waitMs: pinWaitMs(attempt.counted, this.#now()), checked: true };
			}
			await this.#begin(person);
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
		this.#unlockedUntil = now + LOCK_AFTER_MS;
		if (now - this.#touchWrittenAt >= WRITE_TOUCH_EVERY_MS) void this.#writeTouch().catch(() => undefined);
	}

	/** Counts the attempt as wrong before the PIN is looked at, so that pulling the plug in time saves nobody the wait. */
	async #takeAttempt(personId: string): Promise<{ waitMs: number; counted: PinAttempts }> {
		const database = this.#database;
		const now = this.#now();
		return database.transaction('rw', database.settings, async () => {
			const all = (await readSetting(database, 'pin-attempts')) ?? {};
			let attempts = all[personId] ?? { wrong: 0, lastAt: now };
			// The clock was set back: the wait starts again at the new time, or it might last for years.
			if (attempts.lastAt > now) attempts = { ...attempts, lastAt: now };
			const waitMs = pinWaitMs(attempts, now);
			const counted = waitMs > 0 ? attempts : { wrong: attempts.wrong + 1, lastAt: now };
			await writeSetting(database, 'pin-attempts', { ...all, [personId]: counted });
			return { waitMs, counted };
		});
	}

	async #forgetAttempts(personId: string): Promise<void> {
		const database = this.#database;
		await database.transaction('rw', database.settings, async () => {
			const { [personId]: _forgotten, ...others } = (await readSetting(database, 'pin-attempts')) ?? {};
			await writeSetting(database, 'pin-attempts', others);
		});
	}

	async #begin(person: Person): Promise<void> {
		const now = this.#now();
		const at = new Date(now).toISOString();
		const statements: { actor: Actor; statement: Statement }[] = [];
		if (this.#current) statements.push({ actor: BY_DEVICE, statement: ended(this.#current.personId, at) });
		const actor: Actor = { personId: person.id, role: person.role, proof: 'pin-offline' };
		statements.push({ actor, statement: { type: 'session.started', body: { personId: person.id, startedAt: at } } });
		await this.#recorder.record(statements);
		await this.#forgetAttempts(person.id);
		const unlockedUntil = new Date(now + LOCK_AFTER_MS).toISOString();
		const session = { personId: person.id, areaId: this.#areaId, startedAt: at, unlockedUntil };
		await writeSetting(this.#database, 'session', session);
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
			this.#lastPersonId = row.personId;
		}
		this.#current = row;
	}

	#expired(): boolean {
		const left = this.#unlockedUntil - this.#now();
		// More time left than was ever given: the clock was set back.
		return left <= 0 || left > LOCK_AFTER_MS;
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
