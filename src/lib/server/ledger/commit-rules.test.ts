import type { CommittedCall } from '$lib/domain/committed-call';
import type { Decision } from '$lib/domain/decision';
import { FIRST_POLICY, IN_THE_LOOP } from '$lib/domain/policy';
import type { Role } from '$lib/domain/site';
import type { Suggestion } from '$lib/domain/suggestion';
import type { Receipt } from '$lib/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument, rebuildProjections } from '../projections';
import { by, capture, decision, suggestion, TestSite, type Tablet } from '../test-site';
import { correctRecord, releaseRecord } from './quarantine';

const SHOWN = '2026-11-22T08:00:00.000Z';

let site: TestSite;
let tablet: Tablet;

beforeAll(async () => {
	site = await TestSite.open();
	tablet = await site.enrol('Tablet');
	// Cracks are called by people first; everything else is not.
	const then = { ...IN_THE_LOOP, reveal: 'commit-first' as const };
	const cracks = { id: 'cracks', name: 'Cracks', when: { class: ['crack'] }, then };
	await site.state({
		type: 'policy.published',
		body: { version: 2, rules: [cracks, ...FIRST_POLICY.rules] }
	});
});

afterAll(() => site.close());

/** A suggestion on record, whose route says commit-first. */
async function suggested(): Promise<Suggestion> {
	const taken = capture();
	const said = suggestion(taken.id);
	await site.push(tablet, [tablet.write('capture.recorded', taken), tablet.write('suggestion.made', said)]);
	return said;
}

function committed(of: Suggestion): CommittedCall {
	const { captureId, id: suggestionId } = of;
	return { captureId, suggestionId, call: { kind: 'class', class: 'good' }, policyVersion: 2 };
}

const commit = (of: Suggestion, role: Role = 'inspector') =>
	tablet.write('call.committed', committed(of), { actor: by(role) });

const decide = (of: Suggestion, changes: Partial<Decision> = {}, role: Role = 'inspector') =>
	tablet.write(
		'decision.made',
		decision(of, { reveal: 'commit-first', shownAt: SHOWN, policyVersion: 2, ruleId: 'cracks', ...changes }),
		{ actor: by(role) }
	);

async function reasonsFor(...entries: ReturnType<Tablet['write']>[]): Promise<Receipt['reason'][]> {
	return (await site.push(tablet, entries)).receipts.map(({ reason }) => reason);
}

const stateOf = async (id: string) => (await readDocument(site.server.db, site.id, 'case', id))?.state;

describe('a decision under commit-first', () => {
	it('counts after the own call, in one delivery or in two', async () => {
		const [one, two] = [await suggested(), await suggested()];
		expect(await reasonsFor(commit(one), decide(one))).toEqual([null, null]);
		expect(await reasonsFor(commit(two))).toEqual([null]);
		expect(await reasonsFor(decide(two))).toEqual([null]);
		expect(await stateOf(two.id)).toBe('satisfied');
	});

	it('counts where the own call was given before the model had spoken', async () => {
		const taken = capture();
		const said = suggestion(taken.id);
		const entries = [
			tablet.write('capture.recorded', taken),
			commit(said),
			tablet.write('suggestion.made', said),
			decide(said)
		];
		expect(await reasonsFor(...entries)).toEqual([null, null, null, null]);
	});

	it('is kept apart without the own call, whatever it says about the order', async () => {
		const said = await suggested();
		expect(await reasonsFor(decide(said), decide(said, { reveal: 'suggestion-first' }))).toEqual([
			'not-committed',
			'not-committed'
		]);
		expect(await stateOf(said.id)).toBe('open');
	});

	it('is kept apart after somebody else’s own call', async () => {
		const said = await suggested();
		expect(await reasonsFor(commit(said, 'quality-engineer'), decide(said))).toEqual([null, 'not-committed']);
	});

	it('hands over or takes again without one, as long as nothing was shown', async () => {
		const escalate = { verdict: 'escalate', to: 'quality-engineer' } as const;
		const retake = { verdict: 'reject', because: 'unusable' } as const;
		for (const verdict of [escalate, retake]) {
			const said = await suggested();
			expect(await reasonsFor(decide(said, verdict))).toEqual(['not-committed']);
			expect(await reasonsFor(decide(said, { ...verdict, shownAt: null }))).toEqual([null]);
		}
	});

	it('is asked of nobody under a policy that the tablet had before, nor of whom a case was handed to', async () => {
		const before = await suggested();
		expect(await reasonsFor(decide(before, { reveal: 'suggestion-first', policyVersion: 1 }))).toEqual([null]);
		const handed = await suggested();
		const handOver = decide(handed, { verdict: 'escalate', to: 'quality-engineer', shownAt: null });
		const settle = decide(handed, { reveal: 'suggestion-first' }, 'quality-engineer');
		expect(await reasonsFor(handOver, settle)).toEqual([null, null]);
	});
});

describe('an own call', () => {
	it('is given once by each person', async () => {
		const said = await suggested();
		expect(await reasonsFor(commit(said), commit(said), commit(said, 'quality-engineer'))).toEqual([
			null,
			'committed-late',
			null
		]);
	});

	it('does not follow a decision that was made with the suggestion in sight', async () => {
		const said = await suggested();
		const seen = decide(said, { reveal: 'suggestion-first', policyVersion: 1 });
		expect(await reasonsFor(seen, commit(said))).toEqual([null, 'committed-late']);
	});

	it('is known again after everything was derived anew', async () => {
		const said = await suggested();
		expect(await reasonsFor(commit(said))).toEqual([null]);
		await rebuildProjections(site.server, site.id);
		expect(await reasonsFor(decide(said))).toEqual([null]);
	});
});

describe('an admin', () => {
	const keyOf = async (entryId: string) => {
		const row = await site.server.db
			.selectFrom('quarantine')
			.selectAll()
			.where('entry_id', '=', entryId)
			.executeTakeFirstOrThrow();
		return { deviceId: row.device, seq: row.seq, hash: row.hash };
	};

	it('can release a decision without an own call, or state one instead', async () => {
		for (const settle of ['release', 'correct'] as const) {
			const said = await suggested();
			const entry = decide(said);
			await site.push(tablet, [entry]);
			const key = await keyOf(entry.id);
			if (settle === 'release') await releaseRecord(site.server, site.id, site.admin, key, 'An old app');
			else await correctRecord(site.server, site.id, site.admin, key, { ...entry.body }, 'Looked at the part');
			// The site's policy asks inspectors and quality engineers; an admin's own word opens nothing and closes nothing.
			expect(await stateOf(said.id)).toBe(settle === 'release' ? 'satisfied' : 'open');
		}
	});
});
