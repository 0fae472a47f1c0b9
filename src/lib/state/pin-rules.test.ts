import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeSetting } from '$lib/local-db';
import { Floor, floorPerson } from './testing/floor';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let floor: Floor;

beforeEach(async () => {
	floor = await Floor.open([
		floorPerson('ana', 'inspector', '1234'),
		floorPerson('ben', 'inspector', '5678'),
		floorPerson('sue', 'supervisor', '2468')
	]);
});

afterEach(() => floor.close());

const session = () => floor.tablet.session;

/** Types wrong PINs, waiting as asked, until the tablet takes no more. */
async function lock(personId: string, attempt = (pin: string) => session().signIn(personId, pin)): Promise<number> {
	for (let wrong = 1; ; wrong++) {
		const result = await attempt('0000');
		if (result === 'locked') return wrong;
		if (result === 'ok') throw new Error('a wrong PIN must not open the tablet');
		floor.now += result.waitMs;
	}
}

describe('ten wrong PINs in a row', () => {
	it('lock the person on this tablet, and the tablet says so on record', async () => {
		expect(await lock('ana')).toBe(10);
		expect(await session().signIn('ana', '1234')).toBe('locked');
		expect(await session().standing('ana')).toMatchObject({ locked: true });
		expect(await floor.recordedTypes()).toEqual(['pin.locked']);
		expect((await floor.database.entries.get(1))?.entry).toMatchObject({
			actor: { personId: null, proof: 'device' },
			body: { personId: 'ana', wrong: 10 }
		});
	});

	it('lock nobody else', async () => {
		await lock('ana');
		expect(await session().signIn('ben', '5678')).toBe('ok');
	});

	it('lock for as long as it takes: over days and over restarts', async () => {
		await lock('ana');
		floor.now += 5 * DAY;
		await floor.restart();
		expect(await session().signIn('ana', '1234')).toBe('locked');
	});

	it('are counted anew after a right one', async () => {
		for (let wrong = 1; wrong <= 9; wrong++) {
			await session().signIn('ana', '0000');
			floor.now += 5 * 60_000;
		}
		expect(await session().signIn('ana', '1234')).toBe('ok');
		expect(await lock('ana')).toBe(10);
	});
});

describe('somebody who is locked', () => {
	beforeEach(() => lock('ana'));

	it('signs in with a new PIN as soon as the tablet has it', async () => {
		await floor.pulled('person', 'ana', floorPerson('ana', 'inspector', '9753'));
		await vi.waitFor(async () => expect((await session().standing('ana')).locked).toBe(false));
		expect(await session().signIn('ana', '1234')).toMatchObject({ wrong: true, checked: true });
		floor.now += 1000;
		expect(await session().signIn('ana', '9753')).toBe('ok');
	});

	it('may try again on a supervisor’s word, who is not signed in by it', async () => {
		expect(
			session()
				.unlockersOf('ana')
				.map(({ id }) => id)
		).toEqual(['sue']);
		expect(await session().letTryAgain('ana', 'sue', '2468')).toBe('ok');
		expect(floor.tablet.status).toBe('locked');
		expect((await floor.database.entries.get(2))?.entry).toMatchObject({
			type: 'pin.unlocked',
			actor: { personId: 'sue', role: 'supervisor', proof: 'pin-offline' },
			body: { personId: 'ana' }
		});
		expect(await session().signIn('ana', '1234')).toBe('ok');
	});

	it('is not let on by a colleague, by themselves, or by a wrong PIN', async () => {
		await expect(session().letTryAgain('ana', 'ben', '5678')).rejects.toMatchObject({ code: 'may-not-unlock' });
		await expect(session().letTryAgain('ana', 'ana', '1234')).rejects.toMatchObject({ code: 'may-not-unlock' });
		expect(await session().letTryAgain('ana', 'sue', '1111')).toMatchObject({ wrong: true });
		expect(await session().signIn('ana', '1234')).toBe('locked');
	});

	it('gives nobody ten more guesses at the supervisor’s PIN', async () => {
		expect(await lock('sue', (pin) => session().letTryAgain('ana', 'sue', pin))).toBe(10);
		expect(await session().letTryAgain('ana', 'sue', '2468')).toBe('locked');
		expect(await floor.recordedTypes()).toEqual(['pin.locked', 'pin.locked']);
	});
});

describe('a tablet without its server', () => {
	it('takes PINs for as long as the site lets it, then says that it needs contact', async () => {
		await floor.configured({ pinOfflineHours: 48 });
		floor.now += 2 * DAY;
		expect(await session().signIn('ana', '1234')).toBe('ok');
		await session().signOut();
		floor.now += 60_000;
		await expect(session().signIn('ana', '1234')).rejects.toMatchObject({
			code: 'contact-needed',
			facts: { hours: 48 }
		});
		expect(session().contact.needed).toBe(true);
		await expect(session().letTryAgain('ana', 'sue', '2468')).rejects.toMatchObject({ code: 'contact-needed' });
	});

	it('opens by itself as soon as it has reached the server', async () => {
		await floor.configured({ pinOfflineHours: 1 });
		floor.now += DAY;
		await expect(session().signIn('ana', '1234')).rejects.toMatchObject({ code: 'contact-needed' });
		await writeSetting(floor.database, 'time-without-server', { countedMs: 0, upTo: floor.now });
		await vi.waitFor(() => expect(session().contact.needed).toBe(false));
		expect(await session().signIn('ana', '1234')).toBe('ok');
	});

	it('counts the time it was switched off', async () => {
		await floor.configured({ pinOfflineHours: 24 });
		floor.now += 2 * DAY;
		await floor.restart();
		expect(session().contact.needed).toBe(true);
	});

	it('is not given more time by a clock that is set back', async () => {
		await floor.configured({ pinOfflineHours: 24 });
		for (let day = 1; day <= 3; day++) {
			floor.now += 10 * HOUR;
			await session().contact.count();
			floor.now -= 10 * HOUR;
			await session().contact.count();
		}
		await expect(session().signIn('ana', '1234')).rejects.toMatchObject({ code: 'contact-needed' });
	});

	it('begins to count when it has never counted', async () => {
		await floor.database.settings.delete('time-without-server');
		await floor.restart();
		expect(session().contact.needed).toBe(false);
	});

	it('lets whoever is working go on', async () => {
		await floor.configured({ pinOfflineHours: 1, lockAfterMinutes: 24 * 60 });
		await session().signIn('ana', '1234');
		floor.now += 2 * HOUR;
		await session().contact.count();
		expect(session().contact.needed).toBe(true);
		await floor.tablet.record([{ type: 'decision.withdrawn', body: { decisionId: 'd' } }]);
		expect(await floor.recordedTypes()).toEqual(['session.started', 'decision.withdrawn']);
	});
});

describe('the time after which an untouched tablet locks', () => {
	it('is what the site says', async () => {
		await floor.configured({ lockAfterMinutes: 2 });
		await session().signIn('ana', '1234');
		floor.now += 2 * 60_000 - 1;
		session().touch();
		floor.now += 2 * 60_000 + 1;
		session().touch();
		await vi.waitFor(() => expect(floor.tablet.status).toBe('locked'));
	});

	it('may be longer than before, from the next touch on', async () => {
		await session().signIn('ana', '1234');
		await floor.configured({ lockAfterMinutes: 60 });
		session().touch();
		floor.now += 59 * 60_000;
		session().touch();
		expect(floor.tablet.status).toBe('ready');
	});

	it('may become shorter without locking out whoever is at work', async () => {
		await session().signIn('ana', '1234');
		await floor.configured({ lockAfterMinutes: 1 });
		floor.now += 30_000;
		session().touch();
		expect(floor.tablet.status).toBe('ready');
		floor.now += 61_000;
		session().touch();
		await vi.waitFor(() => expect(floor.tablet.status).toBe('locked'));
	});
});
