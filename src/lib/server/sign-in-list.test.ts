import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteSignIn } from './auth';
import { readSignIns, type SignInEvent, type SignInFilter } from './sign-in-list';
import { BY_DEVICE, by, person, TestSite, type Tablet } from './test-site';

let site: TestSite;
let tablet: Tablet;

beforeEach(async () => {
	site = await TestSite.open();
	await site.state({ type: 'person.defined', body: person('supervisor') });
	tablet = await site.enrol('Tablet');
});

afterEach(() => site.close());

const at = () => new Date(site.clock.now).toISOString();
const desk = async (username: string, outcome: 'ok' | 'wrong') => {
	site.clock.now += 1000;
	await noteSignIn(site.server, { site: site.id, username, address: '192.0.2.1', outcome });
};

/** A morning at one tablet: somebody signs in, somebody else is locked and let on again. */
async function morning(): Promise<void> {
	site.clock.now += 1000;
	await site.push(tablet, [
		tablet.write('session.started', { personId: 'inspector', startedAt: at() }),
		tablet.write('session.ended', { personId: 'inspector', endedAt: at() }, { actor: BY_DEVICE }),
		tablet.write('pin.locked', { personId: 'inspector', wrong: 10, at: at() }, { actor: BY_DEVICE }),
		tablet.write('pin.unlocked', { personId: 'inspector', at: at() }, { actor: by('supervisor') })
	]);
}

async function all(filter: SignInFilter, limit: number): Promise<SignInEvent[]> {
	const found: SignInEvent[] = [];
	let before: string | null = null;
	for (;;) {
		const page = await readSignIns(site.server, site.id, filter, before, limit);
		found.push(...page.events);
		before = page.next;
		if (before === null) return found;
		expect(page.events).toHaveLength(limit);
	}
}

describe('who came and went', () => {
	it('is told of desk and tablets together, newest first', async () => {
		await desk('ada', 'wrong');
		await morning();
		await desk('ada', 'ok');
		expect((await all({}, 50)).map(({ kind }) => kind)).toEqual([
			'ok',
			...['pin.unlocked', 'pin.locked', 'session.ended', 'session.started'],
			'wrong'
		]);
	});

	it('says whose it was, where, and who let them on again', async () => {
		await morning();
		const [unlocked, locked] = await all({}, 50);
		expect(unlocked).toMatchObject({ personId: 'inspector', byPersonId: 'supervisor', deviceId: tablet.id });
		expect(locked).toMatchObject({ personId: 'inspector', byPersonId: null, username: null });
	});

	it('comes page by page without a gap or a repetition, whatever the size of a page', async () => {
		for (let day = 0; day < 3; day++) {
			await desk('ada', 'wrong');
			await morning();
			await desk('nobody', 'wrong');
		}
		const whole = await all({}, 100);
		expect(whole).toHaveLength(18);
		for (const limit of [1, 2, 5, 17, 18]) expect(await all({}, limit)).toEqual(whole);
	});

	it('can be asked about one person or one kind', async () => {
		await morning();
		await desk('ada', 'ok');
		await desk('ada', 'wrong');
		expect((await all({ kind: 'wrong' }, 50)).map(({ username }) => username)).toEqual(['ada']);
		expect(await all({ kind: 'pin.locked' }, 50)).toHaveLength(1);
		expect((await all({ person: site.admin.personId }, 50)).map(({ kind }) => kind)).toEqual(['wrong', 'ok']);
		// Letting somebody on again concerns both of them.
		expect((await all({ person: 'supervisor' }, 50)).map(({ kind }) => kind)).toEqual(['pin.unlocked']);
		expect(await all({ person: 'inspector' }, 50)).toHaveLength(4);
	});
});
