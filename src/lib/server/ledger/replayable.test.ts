/** What a record's model had learned from, told from the ledger alone. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Decision } from '$lib/domain/decision';
import type { Suggestion } from '$lib/domain/suggestion';
import { BY_DEVICE, capture, decision, suggestion, TestSite, TILE, type Tablet } from '../test-site';
import { readReplayable } from './replayable';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
beforeAll(async () => {
	site = await TestSite.open();
});
afterAll(() => site.close());

const MODEL: Suggestion['model'] = {
	packId: 'part-1',
	goodExamples: 1,
	defectExamples: 1,
	backboneId: 'centernet',
	backboneHash: 'ab',
	preprocessing: 'triangle-1',
	backend: 'wasm'
};

/** An inspection on a tablet; returns its capture's id, and its decision. */
async function inspect(tablet: Tablet, more: object, model = MODEL): Promise<{ captureId: string; made: Decision }> {
	const taken = capture();
	const said = { ...suggestion(taken.id), model };
	const made = decision(said, more as Partial<Decision>);
	await site.push(tablet, [
		tablet.write('capture.recorded', taken),
		tablet.write('suggestion.made', said, { actor: BY_DEVICE }),
		tablet.write('decision.made', made)
	]);
	return { captureId: taken.id, made };
}

const GOOD = { verdict: 'reject', because: 'part-good' };
const CRACK = { verdict: 'correct', class: 'crack', otherClass: null };
const UNKNOWN = { verdict: 'correct', class: null, otherClass: 'Rust' };
const PASSED_ON = { verdict: 'escalate', to: 'quality-engineer' };

async function learnedBy(captureId: string) {
	const matter = await readReplayable(site.server, site.id, captureId);
	return matter?.learned.map((known) => [known.captureId, known.class]);
}

describe('what a model had learned from', () => {
	it('is what its own tablet had confirmed before, in that order, without what was taken back or named no class', async () => {
		const [tablet, other] = [await site.enrol('One'), await site.enrol('Other')];
		const good = await inspect(tablet, GOOD);
		await inspect(other, CRACK);
		const taken = await inspect(tablet, CRACK);
		await site.push(tablet, [tablet.write('decision.withdrawn', { decisionId: taken.made.id })]);
		await inspect(tablet, UNKNOWN);
		await inspect(tablet, PASSED_ON);
		const crack = await inspect(tablet, CRACK);
		const told = await inspect(tablet, GOOD);
		await inspect(tablet, CRACK);
		expect(await learnedBy(told.captureId)).toEqual([
			[good.captureId, 'good'],
			[crack.captureId, 'crack']
		]);
		expect(await learnedBy(good.captureId)).toEqual([]);
	});

	it('comes with the photo, the frame and what is on record', async () => {
		const tablet = await site.enrol('Three');
		const { captureId } = await inspect(tablet, GOOD);
		const matter = await readReplayable(site.server, site.id, captureId);
		expect(matter).toMatchObject({ recorded: { model: MODEL }, part: { id: TILE.id } });
		const stored = await site.server.db.selectFrom('captures').select('photo').where('id', '=', captureId).execute();
		expect(stored).toEqual([{ photo: matter?.photo }]);
	});

	it('is nothing where no model spoke', async () => {
		const tablet = await site.enrol('Four');
		const { captureId } = await inspect(tablet, GOOD, null);
		expect(await readReplayable(site.server, site.id, captureId)).toBeNull();
		expect(await readReplayable(site.server, site.id, 'nothing')).toBeNull();
	});
});
