import { FIRST_POLICY, IN_THE_LOOP, type Rule } from '$lib/domain/policy';
import type { Decision } from '$lib/domain/decision';
import type { Suggestion } from '$lib/domain/suggestion';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { by, capture, decision, suggestion, TestSite, type Tablet } from '../test-site';
import { replayUnder } from './replay';

let site: TestSite;
let tablet: Tablet;

beforeEach(async () => {
	site = await TestSite.open();
	tablet = await site.enrol('Tablet');
});

afterEach(() => site.close());

const AUTO: Rule = {
	id: 'auto',
	name: 'Clearly good',
	when: { kind: ['defect'], class: ['good'], confidence: { atLeast: 0.95 } },
	then: { ...IN_THE_LOOP, mode: 'autonomous', owner: 'q', reason: 'r', expiresAt: '2027-01-01T00:00:00Z' }
};
const DRAFT = [AUTO, ...FIRST_POLICY.rules];

/** A capture, what the model said of it, and what people did, oldest first. */
async function inspect(said: Partial<Suggestion>, ...decisions: Partial<Decision>[]): Promise<void> {
	const taken = capture();
	const made = { ...suggestion(taken.id), ...said };
	await site.push(tablet, [
		tablet.write('capture.recorded', taken),
		tablet.write('suggestion.made', made),
		...decisions.map((each) => tablet.write('decision.made', decision(made, each)))
	]);
}

const good = (probability: number): Partial<Suggestion> => ({
	candidates: [{ class: 'good', probability }],
	conformalSet: ['good']
});
const accept: Partial<Decision> = { verdict: 'accept', class: 'good' };
const missed: Partial<Decision> = { verdict: 'correct', class: 'crack', otherClass: null };

const replay = (limit?: number) => replayUnder(site.server, site.id, site.admin, DRAFT, limit);

it('says what would have passed by itself, and what people found in that', async () => {
	await inspect(good(0.97), accept);
	await inspect(good(0.99), missed);
	await inspect(good(0.99));
	await inspect(good(0.8), missed);
	await inspect({});
	const result = await replay();
	expect(result).toMatchObject({ total: 5, changed: 3, cut: false });
	expect(result.modes.autonomous).toEqual({ now: 0, then: 3 });
	expect(result.passed).toMatchObject({ right: 1, missed: 1, undecided: 1 });
	expect(result.oldest).toBe('2026-11-22T08:00:00.000Z');
});

it('counts what stands: not what was withdrawn, nor what a later decision replaced', async () => {
	const taken = capture();
	const made = { ...suggestion(taken.id), ...good(0.99) };
	const [first, second] = [decision(made, missed), decision(made, missed)];
	await site.push(tablet, [
		tablet.write('capture.recorded', taken),
		tablet.write('suggestion.made', made),
		tablet.write('decision.made', first),
		tablet.write('decision.withdrawn', { decisionId: first.id }),
		tablet.write('decision.made', second),
		tablet.write('decision.made', decision(made, { ...accept, supersedes: second.id }))
	]);
	expect((await replay()).passed).toMatchObject({ right: 1, missed: 0 });
});

it('leaves out what has no capture, and stops at the newest where there is too much', async () => {
	await site.push(tablet, [tablet.write('suggestion.made', suggestion('nowhere'))]);
	for (let each = 0; each < 3; each++) await inspect(good(0.99));
	expect(await replay()).toMatchObject({ total: 3, cut: false });
	expect(await replay(2)).toMatchObject({ total: 2, cut: true });
});

it('reads from the entries what cases of older servers do not keep', async () => {
	await inspect(good(0.97), accept);
	await inspect({}, { verdict: 'reject', because: 'part-good' });
	const { took: _, ...before } = await replay();
	const { db } = site.server;
	for (const { id, json } of await db.selectFrom('suggestions').select(['id', 'json']).execute()) {
		const { facts: __, ...older } = JSON.parse(json) as { facts: object };
		await db
			.updateTable('suggestions')
			.set({ json: JSON.stringify(older) })
			.where('id', '=', id)
			.execute();
	}
	expect(await replay()).toMatchObject(before);
});

it('is open to those who may see the policy', async () => {
	const inspector = { ...site.admin, ...by('inspector'), personId: 'inspector', role: 'inspector' as const };
	await expect(replayUnder(site.server, site.id, inspector, DRAFT)).rejects.toMatchObject({ code: 'forbidden' });
});
