import { IN_THE_LOOP, tighten } from '$lib/domain/policy';
import { LEAST_ACCEPTS } from '$lib/domain/rubber-stamp';
import type { SeedAnswer } from '$lib/domain/seeded-check';
import type { Role } from '$lib/domain/site';
import type { Suggestion } from '$lib/domain/suggestion';
import { DEFAULT_SITE_SETTINGS } from '$lib/domain/site-settings';
import type { Receipt } from '$lib/wire';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../auth';
import { replayUnder } from '../policy';
import { readDocument, rebuildProjections, type CaseFacts } from '../projections';
import { configureSite } from '../site-settings';
import { pullDocuments } from '../sync';
import { by, capture, decision, person, suggestion, TestSite, TILE, type Tablet } from '../test-site';
import {
	defineSeed,
	markTighteningSeen,
	readCandidates,
	readSeeds,
	readStanding,
	readStandings,
	readUnseenTightenings,
	relaxOversight,
	retireSeed
} from '.';

let site: TestSite;
let tablet: Tablet;
let supervisor: Account;

beforeEach(async () => {
	site = await TestSite.open();
	await site.state({ type: 'person.defined', body: person('supervisor') });
	tablet = await site.enrol('Tablet');
	supervisor = { ...site.admin, personId: 'supervisor', role: 'supervisor' };
});

afterEach(() => site.close());

/** A photo that these people decided, each of them as a crack. */
async function decidedPhoto(...roles: Role[]): Promise<Suggestion> {
	const photo = uuid().replaceAll('-', '').padEnd(64, '0');
	const taken = capture(photo);
	const said = suggestion(taken.id);
	await site.push(tablet, [
		tablet.write('capture.recorded', taken, { actor: by('quality-engineer') }),
		tablet.write('suggestion.made', said, { actor: by('quality-engineer') }),
		...roles.map((role) => tablet.write('decision.made', decision(said), { actor: by(role) }))
	]);
	await site.state({
		type: 'photo.stored',
		body: { sha256: photo, mediaType: 'image/jpeg', bytes: 1000, deviceId: tablet.id }
	});
	return said;
}

/** A crack that is suggested to be good. */
async function seededError(): Promise<string> {
	const { captureId } = await decidedPhoto('quality-engineer');
	const shown = { class: 'good', confidence: 0.93 };
	return defineSeed(site.server, site.id, supervisor, { captureId, shown, reason: 'Known crack' });
}

function answer(seedId: string, changes: Partial<SeedAnswer> = {}): SeedAnswer {
	const common = { id: uuid(), seedId, after: uuid(), first: null, shownAt: null, tookMs: 900, note: '' };
	return { ...common, verdict: 'accept', class: 'good', ...changes } as SeedAnswer;
}

async function pushAnswer(body: SeedAnswer, role: Role = 'inspector'): Promise<Receipt | undefined> {
	return (await site.push(tablet, [tablet.write('seed.answered', body, { actor: by(role) })])).receipts[0];
}

const CAUGHT = { verdict: 'reject' as const, because: 'unusable' as const };

async function acceptErrors(count: number): Promise<void> {
	for (let index = 0; index < count; index++) await pushAnswer(answer(await seededError()));
}

async function entriesOf(type: string) {
	const rows = site.server.db.selectFrom('entries').select('json').where('type', '=', type).orderBy('position');
	return (await rows.execute()).map(
		({ json }) => JSON.parse(json) as { actor: unknown; body: Record<string, unknown> }
	);
}

const personDocument = () => readDocument(site.server.db, site.id, 'person', 'inspector');
const caseOf = (id: string) => readDocument(site.server.db, site.id, 'case', id);

describe('a check', () => {
	it('is made of a photo whose answer people found, those that more agree on offered first', async () => {
		const one = await decidedPhoto('inspector');
		const two = await decidedPhoto('inspector', 'quality-engineer');
		await decidedPhoto();
		const candidates = await readCandidates(site.server, site.id);
		expect(candidates.map(({ captureId, agreeing, truth }) => ({ captureId, agreeing, truth }))).toEqual([
			{ captureId: two.captureId, agreeing: 2, truth: 'crack' },
			{ captureId: one.captureId, agreeing: 1, truth: 'crack' }
		]);
		const id = await defineSeed(site.server, site.id, supervisor, {
			captureId: two.captureId,
			shown: { class: 'good', confidence: 0.9 },
			reason: 'Both saw it'
		});
		expect((await readCandidates(site.server, site.id)).map(({ captureId }) => captureId)).toEqual([one.captureId]);
		const [result] = await readSeeds(site.server, site.id);
		expect(result).toMatchObject({
			seed: { id, truth: 'crack', decidedBy: ['inspector', 'quality-engineer'], active: true, partId: TILE.id },
			answers: []
		});
		const [entry] = await entriesOf('seed.defined');
		expect(entry?.actor).toEqual({ personId: 'supervisor', role: 'supervisor', proof: 'session' });
	});

	it('is refused of a photo that nobody decided, with a class that the part does not have, and by an inspector', async () => {
		const open = await decidedPhoto();
		const decided = await decidedPhoto('quality-engineer');
		const define = (captureId: string, shown: string, account = supervisor) =>
			defineSeed(site.server, site.id, account, { captureId, shown: { class: shown, confidence: 0.9 }, reason: 'r' });
		await expect(define(open.captureId, 'good')).rejects.toMatchObject({ code: 'check-refused' });
		await expect(define(uuid(), 'good')).rejects.toMatchObject({ code: 'check-refused' });
		await expect(define(decided.captureId, 'rust')).rejects.toMatchObject({ code: 'check-refused' });
		await expect(define(decided.captureId, 'good', { ...supervisor, role: 'inspector' })).rejects.toMatchObject({
			code: 'forbidden'
		});
	});

	it('comes to tablets with its answer, and to nobody at the desk through the calls for tablets', async () => {
		const id = await seededError();
		const kinds = async (audience: 'tablet' | 'desk') =>
			(await pullDocuments(site.server, site.id, { after: 0, limit: 1000, audience })).documents.filter(
				({ kind }) => kind === 'seed'
			);
		expect(await kinds('tablet')).toMatchObject([{ id, value: { truth: 'crack', shown: { class: 'good' } } }]);
		expect(await kinds('desk')).toEqual([]);
	});

	it('is taken out of use with a reason, and what was answered stays', async () => {
		const id = await seededError();
		await pushAnswer(answer(id, CAUGHT));
		await retireSeed(site.server, site.id, supervisor, id, 'Everybody knows it by now');
		expect(await readSeeds(site.server, site.id)).toMatchObject([
			{ seed: { active: false, reason: 'Everybody knows it by now' }, answers: [{ outcome: 'caught' }] }
		]);
		// A tablet that had not heard of it.
		expect(await pushAnswer(answer(id))).toMatchObject({ result: 'stored' });
	});
});

describe('an answer', () => {
	it('is kept apart where the check is not on record, is answered by whoever decided it, or comes twice', async () => {
		const id = await seededError();
		const given = answer(id);
		expect(await pushAnswer(answer('nothing'))).toMatchObject({ reason: 'unknown-seed' });
		expect(await pushAnswer(answer(id), 'quality-engineer')).toMatchObject({ reason: 'own-decision' });
		expect(await pushAnswer(given)).toMatchObject({ result: 'stored' });
		expect(await pushAnswer(given)).toMatchObject({ reason: 'id-taken' });
	});

	it('is never acted on: no case, no decision, no action and no replay knows of it', async () => {
		const id = await seededError();
		const before = {
			cases: await site.server.db.selectFrom('documents').selectAll().where('kind', '=', 'case').execute(),
			suggestions: await site.server.db.selectFrom('suggestions').selectAll().execute(),
			decisions: await site.server.db.selectFrom('decisions').selectAll().execute(),
			replay: { ...(await replayUnder(site.server, site.id, supervisor, [])), took: 0 }
		};
		await pushAnswer(answer(id));
		await pushAnswer(answer(id, { verdict: 'correct', class: 'crack', otherClass: null }));
		expect({
			cases: await site.server.db.selectFrom('documents').selectAll().where('kind', '=', 'case').execute(),
			suggestions: await site.server.db.selectFrom('suggestions').selectAll().execute(),
			decisions: await site.server.db.selectFrom('decisions').selectAll().execute(),
			replay: { ...(await replayUnder(site.server, site.id, supervisor, [])), took: 0 }
		}).toEqual(before);
		expect(await entriesOf('action.finalized')).toEqual([]);
	});
});

describe('oversight of one person', () => {
	it('is tightened by itself once too many wrong suggestions were accepted, with the figures, and never twice', async () => {
		await acceptErrors(2);
		expect(await entriesOf('oversight.tightened')).toEqual([]);
		await acceptErrors(3);
		const [entry, ...more] = await entriesOf('oversight.tightened');
		expect(more).toEqual([]);
		expect(entry).toMatchObject({
			actor: { personId: null, proof: 'service' },
			body: { personId: 'inspector', because: 'accepted-seeds', rate: 1, limit: 0.2, of: 3 }
		});
		expect(await personDocument()).toMatchObject({ tightened: { because: 'accepted-seeds' }, role: 'inspector' });
		expect((await readStandings(site.server, site.id))[0]).toMatchObject({
			personId: 'inspector',
			tightened: { because: 'accepted-seeds' },
			rates: { 'accepted-seeds': { count: 5, of: 5 } }
		});
	});

	it('is tightened by accepts faster than anybody looks, unless they were taken back', async () => {
		const shownAt = new Date(site.clock.now).toISOString();
		const accepts = async (count: number) => {
			const made = Array.from({ length: count }, () => decision(suggestion(uuid()), { shownAt }));
			await site.push(
				tablet,
				made.map((body) => tablet.write('decision.made', body))
			);
			return made;
		};
		const [first] = await accepts(LEAST_ACCEPTS - 1);
		await site.push(tablet, [tablet.write('decision.withdrawn', { decisionId: first?.id })]);
		await accepts(1);
		expect(await entriesOf('oversight.tightened')).toEqual([]);
		await accepts(1);
		expect(await entriesOf('oversight.tightened')).toMatchObject([
			{ body: { because: 'too-fast', of: LEAST_ACCEPTS } }
		]);
	});

	it('follows the limits that the site has set', async () => {
		await configureSite(site.server, site.id, site.admin, {
			...DEFAULT_SITE_SETTINGS,
			oversight: { seedEvery: 5, acceptedSeedsLimit: 1, shortestLookMs: 0, fastAcceptsLimit: 1 }
		});
		await acceptErrors(5);
		expect(await entriesOf('oversight.tightened')).toEqual([]);
	});

	it('puts their cases in the loop, unseen first, before a second person', async () => {
		await acceptErrors(3);
		const taken = capture();
		const said = suggestion(taken.id);
		await site.push(tablet, [tablet.write('capture.recorded', taken), tablet.write('suggestion.made', said)]);
		const row = await site.server.db
			.selectFrom('suggestions')
			.select('json')
			.where('id', '=', said.id)
			.executeTakeFirstOrThrow();
		const facts = JSON.parse(row.json) as CaseFacts;
		expect(facts).toMatchObject({ consequence: tighten(IN_THE_LOOP), untightened: IN_THE_LOOP });
		// The tablet did not know yet: what it did under the policy that it had is taken.
		const { receipts } = await site.push(tablet, [tablet.write('decision.made', decision(said))]);
		expect(receipts).toMatchObject([{ result: 'stored' }]);
		expect((await caseOf(said.id))?.state).toBe('open');
		await site.push(tablet, [tablet.write('decision.made', decision(said), { actor: by('quality-engineer') })]);
		expect((await caseOf(said.id))?.state).toBe('satisfied');
	});

	it('asks for a second person also where they decide what somebody else photographed', async () => {
		await acceptErrors(3);
		const said = await decidedPhoto();
		await site.push(tablet, [tablet.write('decision.made', decision(said))]);
		expect((await caseOf(said.id))?.state).toBe('open');
	});

	it('is relaxed by somebody else with a reason, and counted anew from then on', async () => {
		await acceptErrors(3);
		const inspector = { ...supervisor, role: 'inspector' as const };
		await expect(relaxOversight(site.server, site.id, inspector, 'inspector', 'r')).rejects.toMatchObject({
			code: 'forbidden'
		});
		const own = { ...supervisor, personId: 'inspector' };
		await expect(relaxOversight(site.server, site.id, own, 'inspector', 'r')).rejects.toMatchObject({
			code: 'own-oversight'
		});
		await relaxOversight(site.server, site.id, supervisor, 'inspector', 'We looked at them together');
		await relaxOversight(site.server, site.id, supervisor, 'inspector', 'again');
		expect(await entriesOf('oversight.relaxed')).toMatchObject([
			{ actor: { personId: 'supervisor' }, body: { reason: 'We looked at them together' } }
		]);
		expect(await personDocument()).not.toHaveProperty('tightened');
		await acceptErrors(2);
		expect(await entriesOf('oversight.tightened')).toHaveLength(1);
		await acceptErrors(1);
		expect(await entriesOf('oversight.tightened')).toHaveLength(2);
		expect((await readStanding(site.server, site.id, 'inspector'))?.answers).toHaveLength(6);
	});

	it('stays tightened when the register changes, and comes out the same when all is built anew', async () => {
		await acceptErrors(3);
		await site.state({ type: 'person.defined', body: { ...person('inspector'), name: 'Another name' } });
		const { db } = site.server;
		const all = async () => ({
			documents: (await pullDocuments(site.server, site.id, { after: 0, limit: 1000 })).documents,
			answers: await db.selectFrom('seed_answers').selectAll().orderBy('position').execute(),
			conduct: await db.selectFrom('conduct').selectAll().orderBy('person').execute(),
			cases: await db.selectFrom('suggestions').selectAll().orderBy('id').execute()
		});
		const before = await all();
		expect(await personDocument()).toMatchObject({ name: 'Another name', tightened: { because: 'accepted-seeds' } });
		await rebuildProjections(site.server, site.id);
		expect(await all()).toEqual(before);
	});

	it('is told to each who answers for it until they have looked, and again when it happens again', async () => {
		await acceptErrors(3);
		const told = async (account: Account) =>
			(await readUnseenTightenings(site.server, site.id, account)).map(({ personId }) => personId);
		expect(await told(supervisor)).toEqual(['inspector']);
		await markTighteningSeen(site.server, site.id, supervisor, 'inspector');
		expect(await told(supervisor)).toEqual([]);
		expect(await told(site.admin)).toEqual(['inspector']);
		await relaxOversight(site.server, site.id, supervisor, 'inspector', 'r');
		expect(await told(site.admin)).toEqual([]);
		site.clock.now += 60_000;
		await acceptErrors(3);
		expect(await told(supervisor)).toEqual(['inspector']);
	});
});
