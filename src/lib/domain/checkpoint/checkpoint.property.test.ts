/** What holds of every checkpoint, whatever people say and in whichever order it comes in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkpointAfter, decidersOf, keptDecisions, matterNow, outcomeOf, type CaseEvent } from '../checkpoint';
import { IN_THE_LOOP, type Consequence } from '../policy';
import { accept, approves, caseOf, decides, escalate, later, partGood, refuses, vetoes } from '../testing/case';

const PEOPLE = [
	'ana inspector',
	'ben inspector',
	'eva quality-engineer',
	'max quality-engineer',
	'sue supervisor',
	'sam supervisor',
	'tom technician'
] as const;
const WINDOW_S = 60;

const anyConsequence: fc.Arbitrary<Consequence> = fc
	.record({
		mode: fc.constantFrom('in-the-loop', 'on-the-loop', 'autonomous'),
		decidedBy: fc.constantFrom<Consequence['decidedBy']>(['inspector'], ['inspector', 'quality-engineer']),
		readers: fc.constantFrom(1, 2),
		approvedBy: fc.constantFrom(null, 'supervisor' as const),
		timeLimitS: fc.constantFrom(null, 30),
		sample: fc.constantFrom(undefined, 0.5, 1)
	})
	.map(({ mode, sample, ...asked }): Consequence => {
		const then = { ...IN_THE_LOOP, ...asked };
		switch (mode) {
			case 'in-the-loop':
				return then;
			case 'on-the-loop':
				return { ...then, mode, vetoWindowS: WINDOW_S, vetoBy: 'supervisor', sample };
			case 'autonomous':
				return { ...then, mode, owner: 'eva', reason: 'r', expiresAt: later(99), sample };
		}
	});

/** What people may do next, whether they are asked or not; the moment is in seconds after the suggestion came in. */
const anyStep = fc.record({
	person: fc.constantFrom(...PEOPLE),
	what: fc.constantFrom('crack', 'crack', 'crack', 'fray', 'good', 'escalate', 'approve', 'approve', 'refuse', 'veto'),
	seconds: fc.integer({ min: 1, max: 120 }),
	/** Whether it follows an earlier decision of the same person. */
	supersedes: fc.boolean()
});
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

function play(steps: readonly Step[]): CaseEvent[] {
	const events: CaseEvent[] = [];
	for (const [index, { person, what, seconds, supersedes }] of steps
		.toSorted((a, b) => a.seconds - b.seconds)
		.entries()) {
		const id = `d${index}`;
		const own = events.findLast((event) => event.type === 'decision.made' && person.startsWith(event.by.personId));
		const followed = supersedes && own?.type === 'decision.made' ? own.body.id : null;
		switch (what) {
			case 'approve':
				events.push(approves(person, events, `a${index}`));
				break;
			case 'refuse':
				events.push(refuses(person, events));
				break;
			case 'veto':
				events.push(vetoes(person, seconds));
				break;
			case 'escalate':
				events.push(decides(person, escalate(id), seconds));
				break;
			case 'good':
				events.push(decides(person, partGood(id), seconds));
				break;
			default:
				events.push(decides(person, accept(id, what, followed), seconds));
		}
	}
	return events;
}

const anyCase = fc.record({
	then: anyConsequence,
	steps: fc.array(anyStep, { maxLength: 8 }),
	now: fc.integer({ min: 1, max: 180 })
});
const RUNS = { numRuns: 5_000 };

describe('nothing is final', () => {
	it('without the people that the policy asks, unless the policy lets it pass', () => {
		fc.assert(
			fc.property(anyCase, ({ then, steps, now }) => {
				const history = caseOf(play(steps));
				const { final, state } = checkpointAfter(then, history, later(now));
				if (final === null) {
					expect(state).not.toBe('satisfied');
					return;
				}
				expect(new Set(final.decisions.map(({ decision }) => outcomeOf(decision))).size).toBeLessThanOrEqual(1);
				const inTime = history.events.filter(
					({ type, receivedAt }) => type === 'decision.made' && receivedAt < later(WINDOW_S)
				);
				switch (final.because) {
					case 'autonomous':
						expect(then.mode).toBe('autonomous');
						break;
					case 'veto-window-passed':
						expect([then.mode, now >= WINDOW_S, inTime.length]).toEqual(['on-the-loop', true, 0]);
						break;
					case 'decided':
					case 'approved':
						expect(final.because).toBe(then.approvedBy === null ? 'decided' : 'approved');
						expect(final.decisions.length).toBeGreaterThanOrEqual(1);
				}
			}),
			RUNS
		);
	});

	it('with one reader where the policy wants two, unless somebody had to settle it', () => {
		fc.assert(
			fc.property(anyCase, ({ then, steps, now }) => {
				const history = caseOf(play(steps).filter(({ type }) => type === 'decision.made'));
				const { final } = checkpointAfter({ ...then, readers: 2 }, history, later(now));
				const kept = keptDecisions(history);
				const isHandedOver = kept.some(({ decision }) => decision.verdict === 'escalate');
				const outcomes = new Set(kept.map(({ decision }) => outcomeOf(decision)));
				if (final?.because !== 'decided' || isHandedOver || outcomes.size > 1) return;
				expect(new Set(final.decisions.map(({ by }) => by.personId)).size).toBeGreaterThanOrEqual(2);
			}),
			RUNS
		);
	});

	it('where an approval is asked, without one by somebody who decided nothing, under what stands now', () => {
		let approved = 0;
		fc.assert(
			fc.property(anyCase, ({ then, steps, now }) => {
				const history = caseOf(play(steps));
				const { final } = checkpointAfter({ ...then, approvedBy: 'supervisor' }, history, later(now));
				if (final?.because !== 'approved') return;
				approved++;
				const signer = history.events.find(
					(event) => event.type === 'approval.given' && final.approvalIds.includes(event.body.id)
				);
				expect(signer?.type === 'approval.given' && signer.by.role).toBe('supervisor');
				expect(signer?.type === 'approval.given' && decidersOf(history).has(signer.by.personId)).toBe(false);
				expect(signer?.type === 'approval.given' && signer.body.signed).toBe(matterNow(history));
			}),
			RUNS
		);
		expect(approved).toBeGreaterThan(20);
	});

	it('by the word of those who disagree about it', () => {
		fc.assert(
			fc.property(anyCase, ({ then, steps, now }) => {
				const { state, barred, readers } = checkpointAfter(then, caseOf(play(steps)), later(now));
				if (state === 'disputed') expect(readers.done.filter((person) => barred.includes(person))).toEqual([]);
			}),
			RUNS
		);
	});
});

describe('in any order of arrival', () => {
	const anyCalls = fc.uniqueArray(
		fc.record({ person: fc.constantFrom(...PEOPLE), of: fc.constantFrom('crack', 'fray', 'good') }),
		{ selector: ({ person }) => person, maxLength: 4 }
	);

	it('the first calls of two tablets come to the same', () => {
		fc.assert(
			fc.property(anyConsequence, anyCalls, ({ approvedBy: _, ...then }, calls) => {
				const events = calls.map(({ person, of }, index) => decides(person, accept(`d${index}`, of)));
				const asked = events.filter((event) => event.type === 'decision.made' && event.by.role === 'inspector');
				const of = (list: readonly CaseEvent[]) => {
					const inspectors: Consequence = { ...then, approvedBy: null, decidedBy: ['inspector'] };
					const { state, waitingFor, final } = checkpointAfter(inspectors, caseOf(list), later(2));
					return { state, waitingFor, class: final?.class, because: final?.because };
				};
				expect(of(asked.toReversed())).toEqual(of(asked));
			}),
			RUNS
		);
	});

	it('a veto in time stops what somebody was about to decide', () => {
		fc.assert(
			fc.property(fc.subarray([...PEOPLE]), fc.nat(4), (people, place) => {
				const then: Consequence = {
					...IN_THE_LOOP,
					decidedBy: ['inspector'],
					mode: 'on-the-loop',
					vetoWindowS: WINDOW_S,
					vetoBy: 'supervisor',
					escalateTo: 'admin'
				};
				const calls = people.map((person, index) => decides(person, accept(`d${index}`, 'crack')));
				const events = calls.toSpliced(place, 0, vetoes('sue supervisor', 1));
				expect(checkpointAfter(then, caseOf(events), later(180)).state).toBe('escalated');
			})
		);
	});

	it('an approval and its refusal come to a refusal', () => {
		const call = decides('ana inspector', accept('d1', 'crack'));
		const then: Consequence = { ...IN_THE_LOOP, approvedBy: 'supervisor' };
		const [yes, no] = [approves('sue supervisor', [call]), refuses('sam supervisor', [call])];
		for (const events of [
			[call, yes, no],
			[call, no, yes]
		]) {
			expect(checkpointAfter(then, caseOf(events), later(2)).state).toBe('disputed');
		}
	});
});
