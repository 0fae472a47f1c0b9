/** Checks PINs without the network: wrong ones slow the next down, then lock the person on this tablet until somebody lets them on. */
import { pinMatches } from '$lib/device';
import { isPinLocked, pinWaitMs, worksOnFloor, type PinAttempts } from '$lib/domain/pin';
import type { Person } from '$lib/domain/site';
import { readSetting, withRoom, writeSetting, type LocalDatabase } from '$lib/local-db';
import { ContactNeeded, NoPin, NotOnFloor, PersonUnknown } from './errors';
import type { Contact } from './contact.svelte';
import { BY_DEVICE, type Recorder } from './recorder';
import type { Register } from './register.svelte';

/**
 * `waitMs` until the next PIN can be tried; `checked` is false where one was typed before that time and not looked at. `locked`: no
 * more PINs of this person are taken here.
 */
export type PinResult = 'ok' | 'locked' | { wrong: true; waitMs: number; checked: boolean };

export class PinCheck {
	constructor(
		private readonly database: LocalDatabase,
		private readonly register: Register,
		private readonly recorder: Recorder,
		private readonly contact: Contact,
		private readonly now: () => number
	) {}

	/** How it stands before a PIN is typed. */
	async standing(personId: string): Promise<{ waitMs: number; locked: boolean }> {
		const attempts = this.#current(await readSetting(this.database, 'pin-attempts'), personId);
		return { waitMs: pinWaitMs(attempts, this.now()), locked: isPinLocked(attempts) };
	}

	/**
	 * Whether this is the PIN of this person. A right one does not yet clear the wrong ones before it: see `forget`.
	 * @throws ContactNeeded, PersonUnknown, NotOnFloor, NoPin, StorageFull, StorageFailed, ChainBusy
	 */
	async check(personId: string, pin: string): Promise<PinResult> {
		await this.contact.count();
		if (this.contact.needed) throw new ContactNeeded(this.contact.allowedHours);
		const person = this.#floorPerson(personId);
		const verifier = this.register.verifierOf(person.id);
		if (!verifier) throw new NoPin();
		const { attempts, waitMs, locked } = await this.#take(personId);
		if (locked) return 'locked';
		if (waitMs > 0) return { wrong: true, waitMs, checked: false };
		if (await pinMatches(pin, verifier)) return 'ok';
		if (!isPinLocked(attempts)) return { wrong: true, waitMs: pinWaitMs(attempts, this.now()), checked: true };
		const at = new Date(this.now()).toISOString();
		const body = { personId, wrong: attempts.wrong, at };
		await this.recorder.record([{ actor: BY_DEVICE, statement: { type: 'pin.locked', body } }]);
		return 'locked';
	}

	/** Success, or somebody's word for them, clears the wrong PINs. */
	async forget(personId: string): Promise<void> {
		const { database } = this;
		const drop = async () => {
			const { [personId]: _forgotten, ...others } = (await readSetting(database, 'pin-attempts')) ?? {};
			await writeSetting(database, 'pin-attempts', others);
		};
		await withRoom(database, 0, () => database.transaction('rw', database.settings, drop));
	}

	#floorPerson(personId: string): Person {
		const person = this.register.personById(personId);
		if (!person?.active) throw new PersonUnknown();
		if (!worksOnFloor(person.role)) throw new NotOnFloor(person.role);
		return person;
	}

	/** Counts the attempt as wrong before the PIN is looked at, so that pulling the plug in time saves nobody the wait. */
	async #take(personId: string): Promise<{ attempts: PinAttempts; waitMs: number; locked: boolean }> {
		const { database } = this;
		const now = this.now();
		const take = async () => {
			const all = (await readSetting(database, 'pin-attempts')) ?? {};
			let attempts = this.#current(all, personId) ?? { wrong: 0, lastAt: now };
			// The clock was set back: the wait starts again at the new time, or it might last for years.
			if (attempts.lastAt > now) attempts = { ...attempts, lastAt: now };
			const locked = isPinLocked(attempts);
			const waitMs = pinWaitMs(attempts, now);
			if (!locked && waitMs === 0) attempts = { wrong: attempts.wrong + 1, lastAt: now };
			const verifier = this.register.verifierOf(personId)?.hash;
			await writeSetting(database, 'pin-attempts', { ...all, [personId]: { ...attempts, verifier } });
			return { attempts, waitMs, locked };
		};
		return withRoom(database, 0, () => database.transaction('rw', database.settings, take));
	}

	/** Wrong PINs since the last right one; those before a new PIN no longer count. */
	#current(all: Record<string, PinAttempts> | null, personId: string): PinAttempts | undefined {
		const attempts = all?.[personId];
		const verifier = this.register.verifierOf(personId)?.hash;
		return attempts?.verifier === undefined || attempts.verifier === verifier ? attempts : undefined;
	}
}
