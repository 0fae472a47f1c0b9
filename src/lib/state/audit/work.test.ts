import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hashOfAudit } from '$lib/domain/audit/hash';
import type { AuditTemplate } from '$lib/domain/audit/template';
import { item, section, template } from '$lib/domain/audit/testing/audit';
import { AuditFloor, PIN } from './testing/audit-floor';

const said = (value: 'pass' | 'fail') => ({ kind: 'pass-fail' as const, value });

let audit: AuditFloor;
afterEach(() => audit.close());

const TEMPLATE = template([
	section('hall', [
		item('door', { evidence: ['note-on-fail'] }),
		item('why', { when: { op: 'failed', item: 'door' }, type: { kind: 'text', multiline: true } }),
		item('light')
	])
]);
const open = async (from: AuditTemplate = TEMPLATE) => (audit = await AuditFloor.open(from));
const asked = (id: string, round = 0) => {
	const found = audit.work.asked.find(({ item: it, round: at }) => it.id === id && at === round);
	if (!found) throw new Error(`${id} is not asked.`);
	return found;
};
const keys = () => audit.work.asked.map(({ item: it, round }) => `${it.id} ${round}`);
/** Until what was typed or passed is on the disk, as it is when somebody reads it. */
const written = async (check: (state: unknown) => boolean) =>
	vi.waitUntil(async () => (await audit.floor.database.drafts.toArray()).some(({ state }) => check(state)));

describe('an audit in hand', () => {
	it('puts each answer on record at once, and asks what follows from it', async () => {
		await open();
		expect(keys()).toEqual(['door 0', 'light 0']);
		expect(await audit.work.value(asked('door'), said('fail'))).toBe(true);
		expect(keys()).toEqual(['door 0', 'why 0', 'light 0']);
		expect(await audit.floor.recordedTypes()).toEqual(['session.started', 'audit.started', 'audit.answered']);
		expect(audit.work.lacksOf(asked('door'))).toEqual([{ lack: 'note' }]);
		await audit.work.answer(asked('door'), { note: 'blocked' });
		expect(audit.work.lacksOf(asked('door'))).toEqual([]);
		expect(audit.work.saidOf(asked('door'))).toMatchObject({ note: 'blocked', value: { value: 'fail' }, by: 'ada' });
	});

	it('goes on at the same item with the same words after a flat battery', async () => {
		await open();
		await audit.work.value(asked('door'), said('fail'));
		audit.work.goTo(asked('why'));
		audit.work.type(asked('why'), 'pallets in fr');
		await written((state) => JSON.stringify(state).includes('pallets in fr'));
		await audit.restart();
		expect(audit.work.current?.item.id).toBe('why');
		expect(audit.work.typedFor(asked('why'))).toBe('pallets in fr');
		expect(audit.work.saidOf(asked('door'))?.value).toEqual(said('fail'));
	});

	it('keeps what two answers given at once say', async () => {
		await open();
		await Promise.all([
			audit.work.value(asked('door'), said('fail')),
			audit.work.answer(asked('door'), { note: 'blocked' })
		]);
		expect(audit.work.saidOf(asked('door'))).toMatchObject({ note: 'blocked', value: { value: 'fail' } });
	});

	it('asks a section once more, and takes a round back as a whole', async () => {
		const repeat = { label: 'Extinguisher', most: 3 };
		await open(template([section('extinguishers', [item('seal'), item('place')], { repeat })]));
		const extinguishers = asked('seal').section;
		await audit.work.value(asked('seal'), said('pass'));
		audit.work.addRound(extinguishers);
		expect(keys()).toEqual(['seal 0', 'place 0', 'seal 1', 'place 1']);
		expect(audit.work.current).toMatchObject({ round: 1, item: { id: 'seal' } });
		await audit.work.value(asked('seal', 1), said('fail'));
		await audit.work.removeRound(extinguishers, 1);
		expect(keys()).toEqual(['seal 0', 'place 0']);
	});

	it('opens the items of a machine that was scanned, and skips a place with its reason', async () => {
		const items = [item('oil', { assetId: 'mill' }), item('belt', { assetId: 'press' })];
		await open(template([section('round', items)], { kind: 'walk' }));
		expect(audit.work.isThere(asked('belt'))).toBe(false);
		expect(audit.work.arriveAt('press')).toBe(true);
		expect(audit.work.current?.item.id).toBe('belt');
		expect(audit.work.isThere(asked('belt'))).toBe(true);
		expect(audit.work.arriveAt('elsewhere')).toBe(false);
		await audit.work.skip([asked('oil')], 'locked');
		expect(audit.work.saidOf(asked('oil'))?.value).toEqual({ kind: 'skipped', reason: 'locked' });
		expect(audit.work.progress).toMatchObject({ skipped: 1, answered: 0 });
	});

	it('is signed with a PIN under exactly what was answered, and takes no more answers then', async () => {
		await open();
		await audit.work.value(asked('door'), said('pass'));
		await audit.work.sign('reviewed', 'Fine', PIN);
		// Something is still asked for.
		expect(audit.work.isOpen).toBe(true);
		await audit.work.value(asked('light'), said('pass'));
		expect(await audit.work.sign('reviewed', 'Fine', '000000')).not.toBe('ok');
		expect(audit.work.isOpen).toBe(true);
		audit.floor.now += 3_600_000;
		await audit.floor.tablet.session.signIn('ada', PIN);
		expect(await audit.work.sign('reviewed', 'Fine', PIN)).toBe('ok');
		const { signed, started, answers, state } = audit.work.audit ?? {};
		expect(state).toBe('signed');
		expect(signed).toMatchObject({
			meaning: 'reviewed',
			summary: 'Fine',
			role: 'auditor',
			score: { got: 2, passed: true }
		});
		expect(started && answers && hashOfAudit(started, answers, [])).toBe(signed?.signed);
	});
});
