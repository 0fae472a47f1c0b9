import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Capture } from '$lib/domain/capture';
import type { Decision } from '$lib/domain/decision';
import { FIRST_POLICY } from '$lib/domain/policy';
import { DEFAULT_OVERSIGHT } from '$lib/domain/site-settings';
import type { SeedDocument } from '$lib/domain/seeded-check';
import { COMMIT_FIRST } from '$lib/domain/testing/decision';
import { TILE } from '$lib/domain/testing/part';
import { SEED } from '$lib/domain/testing/seed';
import { Floor, floorPerson } from '../testing/floor';
import { findLeftSecondLook, findSecondLook } from './find';

const DECISION = { decisionId: 'decision-1', partId: TILE.id };

let floor: Floor;

beforeEach(async () => {
	floor = await Floor.open([floorPerson('ana', 'inspector', '1111'), floorPerson('ben', 'inspector', '2222')]);
	await floor.pulled('part', TILE.id, TILE);
	await floor.configured({ oversight: { ...DEFAULT_OVERSIGHT, seedEvery: 1 } });
	await floor.tablet.session.signIn('ana', '1111');
});

afterEach(() => floor.close());

/** Its photo is on this tablet. */
async function seeded(changes: Partial<SeedDocument> = {}): Promise<void> {
	const seed = { ...SEED, ...changes };
	await floor.pulled('seed', seed.id, seed);
	await floor.database.photos.put({
		sha256: seed.photo.sha256,
		blob: new Blob(['photo']),
		mediaType: 'image/jpeg',
		bytes: 5,
		width: 640,
		height: 480,
		takenAt: '2026-11-22T09:00:00.000Z',
		state: 'sent',
		uploadUrl: null,
		attempts: 0,
		lastError: null
	});
}

const find = (drawn = DECISION) => findSecondLook(floor.tablet, drawn, () => Promise.resolve(null));

async function found() {
	const look = await find();
	if (!look) throw new Error('nothing was found');
	return look;
}

describe('a photo to look at again', () => {
	it('comes without a network, suggests what the check says, and looks like a suggestion of a model that is sure', async () => {
		await seeded();
		const look = await found();
		expect(look.phase).toBe('judge');
		expect(look.suggestion.candidates[0]).toEqual({ class: 'good', probability: 0.92 });
		expect(look.suggestion.candidates.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1);
		expect(look.suggestion.conformalSet).toEqual(['good']);
		expect(look.route.rule?.id).toBe(FIRST_POLICY.rules.at(-1)?.id);
		expect(look.outcome).toBeNull();
	});

	it('puts the answer on record as one, never as a decision, and tells it then', async () => {
		await seeded();
		const look = await found();
		look.open();
		look.markShown();
		await look.say({ verdict: 'accept' });
		expect(look).toMatchObject({ phase: 'told', outcome: 'accepted-error' });
		const types = await floor.recordedTypes();
		expect(types.filter((type) => type !== 'session.started')).toEqual(['seed.answered']);
		const [row] = await floor.database.entries.where('type').equals('seed.answered').toArray();
		expect(row?.entry.body).toMatchObject({ seedId: SEED.id, after: 'decision-1', verdict: 'accept', class: 'good' });
		expect(await floor.database.examples.count()).toBe(0);
	});

	it('is the same for whoever comes back without an answer, and no other after one', async () => {
		await seeded();
		await seeded({ id: 'seed-2' });
		const first = await found();
		expect((await found()).seed.id).toBe(first.seed.id);
		await floor.restart();
		expect((await found()).seed.id).toBe(first.seed.id);
		await (await found()).say({ verdict: 'escalate', to: null, note: '' });
		expect(await find()).toBeNull();
		expect((await find({ ...DECISION, decisionId: 'decision-2' }))?.seed.id).not.toBe(first.seed.id);
	});

	it('is none without its photo, for another part, or where the site asks for none', async () => {
		vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
		await floor.pulled('seed', SEED.id, SEED);
		expect(await find()).toBeNull();
		await seeded();
		expect(await find({ ...DECISION, partId: 'another' })).toBeNull();
		await floor.configured({ oversight: { ...DEFAULT_OVERSIGHT, seedEvery: 0 } });
		expect(await find()).toBeNull();
	});

	it('asks for the own call first where oversight is tightened, and keeps it with the answer', async () => {
		await seeded();
		const ana = floorPerson('ana', 'inspector', '1111');
		const tightened = { since: '2026-11-22T09:00:00.000Z', because: 'too-fast' };
		await floor.pulled('person', 'ana', { ...ana, tightened });
		await vi.waitFor(() => expect(floor.tablet.register.tightenedOf('ana')).toEqual(tightened));
		const look = await found();
		expect(look.phase).toBe('commit');
		look.commit({ kind: 'class', class: 'crack' });
		expect(look.phase).toBe('judge');
		await look.say({ verdict: 'correct', class: 'crack', otherClass: null, note: '' });
		expect(look).toMatchObject({ outcome: 'caught', answer: { first: { kind: 'class', class: 'crack' } } });
	});

	it('is found again by the last decision of whoever is there, and of nobody else', async () => {
		await seeded();
		const left = () => findLeftSecondLook(floor.tablet, () => Promise.resolve(null));
		expect(await left()).toBeNull();
		const capture: Capture = {
			id: 'capture-2',
			subject: { kind: 'part', partId: TILE.id },
			scanned: null,
			workOrderId: null,
			areaId: null,
			plan: null,
			frame: SEED.frame,
			photo: SEED.photo,
			photoSource: 'camera',
			sample: false
		};
		const decision: Decision = { ...COMMIT_FIRST, captureId: capture.id, verdict: 'accept', class: 'good' };
		await floor.tablet.record([
			{ type: 'capture.recorded', body: capture },
			{ type: 'decision.made', body: decision }
		]);
		expect((await left())?.seed.id).toBe(SEED.id);
		await floor.tablet.session.signIn('ben', '2222');
		expect(await left()).toBeNull();
	});
});
