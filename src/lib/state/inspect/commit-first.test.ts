import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FIRST_POLICY, IN_THE_LOOP, type Policy } from '$lib/domain/policy';
import type { Part } from '$lib/domain/site';
import { TILE } from '$lib/domain/testing/part';
import type { PhotoFile } from '$lib/device';
import { StorageFailed } from '$lib/local-db';
import { Floor, floorPerson } from '../testing/floor';
import { Inspection } from './inspection.svelte';
import type { Picture } from './job';
import { NO_SUGGESTION, type Look, type Model } from './model';

const CRACK: Look = {
	suggestion: {
		...NO_SUGGESTION.suggestion,
		candidates: [{ class: 'crack', probability: 0.9 }],
		conformalSet: ['crack'],
		coverage: 0.95,
		novelty: 0.1
	},
	embedding: null
};
const COMMIT_FIRST = { ...IN_THE_LOOP, reveal: 'commit-first' as const };
const POLICY: Policy = {
	version: 2,
	rules: [{ id: 'cracks', name: 'Cracks', when: { class: ['crack'] }, then: COMMIT_FIRST }, ...FIRST_POLICY.rules]
};

/** A model that speaks when it is told to. */
class SlowModel implements Model {
	said = Promise.withResolvers<Look>();
	confirmed: string[] = [];
	prepare = async () => {};
	look = () => this.said.promise;
	confirm = async (_: Part, __: unknown, confirmed: string) => void this.confirmed.push(confirmed);
	withdraw = async () => {};
}

let floor: Floor;
let model: SlowModel;
let inspection: Inspection;

function picture(): Picture {
	const photo: PhotoFile = {
		sha256: 'a'.repeat(64),
		blob: new Blob(['photo']),
		thumbnail: null,
		mediaType: 'image/jpeg',
		bytes: 5,
		width: 10,
		height: 10
	};
	return { bitmap: createImageBitmap(photo.blob), stored: Promise.resolve(photo) };
}

/** Everything of this person's shot that is written is on the disk. */
async function draftHas(has: (state: Record<string, unknown>) => boolean): Promise<void> {
	await vi.waitFor(async () => {
		const draft = await floor.database.drafts.get('ana');
		if (!has((draft?.state ?? {}) as Record<string, unknown>)) throw new Error('not kept yet');
	});
}

async function takePhoto(): Promise<Promise<void>> {
	inspection.begin({ subject: { kind: 'part', partId: TILE.id }, part: TILE, scanned: null, workOrder: null });
	const taken = inspection.take(picture(), 'camera', 0);
	await vi.waitFor(() => expect(inspection.shot).not.toBeNull());
	return Promise.resolve(taken);
}

async function bodies(type: string): Promise<Record<string, unknown>[]> {
	const entries = await floor.database.entries.orderBy('seq').toArray();
	return entries.filter((stored) => stored.type === type).map(({ entry }) => entry.body);
}

async function restart(): Promise<void> {
	await floor.restart();
	await floor.tablet.session.signIn('ana', '1234');
	model = new SlowModel();
	inspection = new Inspection(floor.tablet, model);
	await inspection.resume();
}

beforeEach(async () => {
	vi.stubGlobal('createImageBitmap', async () => ({ close() {} }));
	vi.stubGlobal('requestAnimationFrame', () => 0);
	floor = await Floor.open([floorPerson('ana', 'inspector', '1234')]);
	await floor.pulled('part', TILE.id, TILE);
	await floor.pulled('policy', 'current', POLICY);
	await vi.waitFor(() => expect(floor.tablet.register.policy.version).toBe(2));
	await floor.tablet.session.signIn('ana', '1234');
	model = new SlowModel();
	inspection = new Inspection(floor.tablet, model);
});

afterEach(() => floor.close());

describe('under a policy that asks for the own call first', () => {
	it('asks before the model has spoken, and whatever it says', async () => {
		const taken = takePhoto();
		await vi.waitFor(() => expect(inspection.phase).toBe('commit'));
		model.said.resolve(NO_SUGGESTION);
		await taken;
		expect(inspection.phase).toBe('commit');
	});

	it('shows the model’s call after the own one is on the disk, and keeps both with their times', async () => {
		const taken = takePhoto();
		await vi.waitFor(() => expect(inspection.phase).toBe('commit'));
		await inspection.commit({ kind: 'class', class: 'good' });
		expect(inspection.phase).toBe('thinking');
		model.said.resolve(CRACK);
		await taken;
		expect(inspection.phase).toBe('judge');
		inspection.markShown();
		await inspection.decide({ verdict: 'accept', changedBecause: 'seen-now' }, 0);
		const [call] = await bodies('call.committed');
		const [suggestion] = await bodies('suggestion.made');
		const [decision] = await bodies('decision.made');
		expect(call).toMatchObject({ suggestionId: suggestion?.['id'], call: { kind: 'class', class: 'good' } });
		expect(decision).toMatchObject({
			reveal: 'commit-first',
			verdict: 'accept',
			class: 'crack',
			changedBecause: 'seen-now',
			suggestionId: suggestion?.['id'],
			shownAt: expect.any(String)
		});
	});

	it('keeps the model’s call hidden when the own one could not be saved', async () => {
		const taken = takePhoto();
		await vi.waitFor(() => expect(inspection.phase).toBe('commit'));
		model.said.resolve(CRACK);
		await taken;
		await draftHas(({ suggestion }) => Boolean(suggestion));
		const record = vi.spyOn(floor.tablet, 'record').mockRejectedValueOnce(new StorageFailed('disk full'));
		await inspection.commit({ kind: 'class', class: 'good' });
		expect(record).toHaveBeenCalledOnce();
		expect(inspection.phase).toBe('commit');
		expect(inspection.failure).toMatchObject({ code: 'storage-failed' });
		await inspection.commit({ kind: 'class', class: 'good' });
		expect(inspection.phase).toBe('judge');
	});

	it('takes one own call: a second one changes nothing', async () => {
		void takePhoto();
		await vi.waitFor(() => expect(inspection.phase).toBe('commit'));
		await inspection.commit({ kind: 'class', class: 'good' });
		await inspection.commit({ kind: 'class', class: 'crack' });
		expect(await bodies('call.committed')).toHaveLength(1);
	});

	it('hands over without an own call, and says that nothing was shown', async () => {
		const taken = takePhoto();
		await vi.waitFor(() => expect(inspection.phase).toBe('commit'));
		const decided = inspection.decide({ verdict: 'escalate', to: null, note: '' }, 0);
		model.said.resolve(CRACK);
		await Promise.all([taken, decided]);
		const [decision] = await bodies('decision.made');
		expect(decision).toMatchObject({ verdict: 'escalate', to: 'quality-engineer', shownAt: null });
		expect(await bodies('call.committed')).toEqual([]);
		await inspection.withdraw();
		expect(inspection.phase).toBe('commit');
	});

	it('brings back the reveal, not the question, when a decision is taken back', async () => {
		const taken = takePhoto();
		await vi.waitFor(() => expect(inspection.phase).toBe('commit'));
		await inspection.commit({ kind: 'class', class: 'crack' });
		model.said.resolve(CRACK);
		await taken;
		inspection.markShown();
		const shownAt = inspection.shot?.shownAt;
		await inspection.decide({ verdict: 'accept' }, 0);
		await inspection.withdraw();
		expect(inspection.phase).toBe('judge');
		expect(inspection.shot).toMatchObject({ shownAt, committed: { call: { class: 'crack' } } });
	});
});

describe('after a restart', () => {
	it('asks again as long as no own call is on record', async () => {
		const taken = takePhoto();
		model.said.resolve(CRACK);
		await taken;
		await draftHas(({ suggestion }) => Boolean(suggestion));
		await restart();
		expect(inspection.phase).toBe('commit');
	});

	it('goes on with the reveal once the own call is on record', async () => {
		const taken = takePhoto();
		model.said.resolve(CRACK);
		await taken;
		await inspection.commit({ kind: 'class', class: 'good' });
		await draftHas(({ committed }) => Boolean(committed));
		await restart();
		expect(inspection.phase).toBe('judge');
		expect(inspection.shot?.committed?.call).toEqual({ kind: 'class', class: 'good' });
	});

	it('knows the own call even if the tablet went off before the draft had it', async () => {
		const taken = takePhoto();
		model.said.resolve(CRACK);
		await taken;
		await draftHas(({ suggestion }) => Boolean(suggestion));
		const before = await floor.database.drafts.get('ana');
		await inspection.commit({ kind: 'class', class: 'good' });
		await draftHas(({ committed }) => Boolean(committed));
		if (before) await floor.database.drafts.put(before);
		await restart();
		expect(inspection.phase).toBe('judge');
		await inspection.commit({ kind: 'class', class: 'crack' });
		expect(await bodies('call.committed')).toHaveLength(1);
	});
});
