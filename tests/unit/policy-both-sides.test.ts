/**
 * Ten thousand suggestions, each routed by the tablet's code and by the server's, from what each side has at hand. The server's side goes
 * through its ledger and projections, as for a suggestion that a tablet sends.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { IN_THE_LOOP, type Conditions, type Consequence, type Policy, type Rule } from '../../src/lib/domain/policy';
import { anyConditions, CLASSES, FAMILIES, PEOPLE, ratio } from '../../src/lib/domain/policy/testing/arbitrary';
import type { Part } from '../../src/lib/domain/site';
import type { Suggestion } from '../../src/lib/domain/suggestion';
import { appendServiceEntries, type ServiceStatement } from '../../src/lib/server/ledger';
import type { CaseFacts } from '../../src/lib/server/projections';
import { capture, suggestion, TestSite, TILE } from '../../src/lib/server/test-site';
import { routeSuggestion } from '../../src/lib/state/inspect/compose';

const [TIGHTENED = ''] = PEOPLE;
const POLICIES = 50;
const SUGGESTIONS = 200;

let site: TestSite;

const PARTS: Part[] = FAMILIES.map((family) => ({
	...TILE,
	id: `part-${family}`,
	family,
	classes: [
		{ id: 'crack', name: 'Crack', severity: 'critical' },
		{ id: 'fray', name: 'Fray', severity: 'minor' }
	]
}));

beforeAll(async () => {
	site = await TestSite.open();
	await site.state(...PARTS.map((body) => ({ type: 'part.defined' as const, body })));
	// Of one of the two, oversight is tightened.
	await site.state({
		type: 'oversight.tightened',
		body: { personId: TIGHTENED, because: 'accepted-seeds', rate: 1, limit: 0.2, of: 3 }
	});
});

afterAll(() => site.close());

/** One of each mode and order; `timeLimitS` is the rule's own, so that the same consequence means the same rule. */
const THEN: readonly Consequence[] = [
	IN_THE_LOOP,
	{ ...IN_THE_LOOP, reveal: 'commit-first', decidedBy: ['quality-engineer'] },
	{ ...IN_THE_LOOP, readers: 2, approvedBy: 'supervisor' },
	{ ...IN_THE_LOOP, mode: 'on-the-loop', vetoWindowS: 60, vetoBy: 'supervisor' },
	{ ...IN_THE_LOOP, mode: 'autonomous', owner: 'ana', reason: 'r', expiresAt: '2026-11-22T09:00:00.000Z' },
	{ ...IN_THE_LOOP, mode: 'autonomous', owner: 'ana', reason: 'r', expiresAt: '2026-11-22T07:00:00.000Z' }
];

function ruleOf(when: Conditions, then: Consequence, index: number): Rule {
	return { id: `rule-${index}`, name: 'R', when, then: { ...then, timeLimitS: index + 1 } };
}

const anyPolicy: fc.Arbitrary<Policy> = fc
	.array(fc.record({ when: anyConditions, then: fc.constantFrom(...THEN) }), { minLength: 2, maxLength: 6 })
	.map((rules) => ({ version: 2, rules: rules.map(({ when, then }, index) => ruleOf(when, then, index)) }));

const anySuggestion: fc.Arbitrary<Partial<Suggestion>> = fc.record({
	id: fc.uuid({ version: 7 }),
	kind: fc.constantFrom('anomaly', 'defect'),
	candidates: fc.array(fc.record({ class: fc.constantFrom(...CLASSES), probability: ratio }), { maxLength: 3 }),
	conformalSet: fc.subarray(CLASSES),
	coverage: fc.option(ratio),
	anomaly: fc.option(fc.record({ score: ratio, threshold: ratio })),
	novelty: fc.option(ratio),
	usability: fc.subarray(['blurred', 'glare'])
});

const anyCase = fc.record({
	said: anySuggestion,
	part: fc.constantFrom(...PARTS),
	person: fc.option(fc.constantFrom(...PEOPLE))
});

/** Where the server's projections say the suggestions were routed to, after they came in one delivery of each person. */
async function routeOnServer(cases: readonly { said: Suggestion; part: Part; person: string | null }[]) {
	const { server, id } = site;
	for (const [person, own] of Map.groupBy(cases, (each) => each.person)) {
		const statements = own.flatMap(({ said, part }): ServiceStatement[] => [
			{
				type: 'capture.recorded',
				body: { ...capture(), id: said.captureId, subject: { kind: 'part', partId: part.id } }
			},
			{ type: 'suggestion.made', body: said }
		]);
		const actor = {
			personId: person,
			role: person === null ? null : ('inspector' as const),
			proof: 'service' as const
		};
		await server.db.transaction().execute((tx) => appendServiceEntries(server, tx, id, actor, statements));
	}
	const rows = await server.db.selectFrom('suggestions').select(['id', 'json']).where('site', '=', id).execute();
	return new Map(rows.map((row) => [row.id, JSON.parse(row.json) as CaseFacts]));
}

it('gives the same checkpoint on the tablet and on the server, for 10,000 cases', { timeout: 120_000 }, async () => {
	const policies = fc.sample(anyPolicy, { numRuns: POLICIES, seed: 4 });
	const drawn = fc.sample(anyCase, { numRuns: POLICIES * SUGGESTIONS, seed: 5 });
	const outcomes = new Map<string, number>();
	const conditions = new Map<string, number>();
	let compared = 0;
	for (const [turn, policy] of policies.entries()) {
		await site.state({ type: 'policy.published', body: policy });
		const cases = drawn.slice(turn * SUGGESTIONS, (turn + 1) * SUGGESTIONS).map(({ said, part, person }, index) => {
			const captureId = `capture-${turn}-${index}`;
			return { said: { ...suggestion(captureId), ...said, captureId } as Suggestion, part, person };
		});
		const server = await routeOnServer(cases);
		for (const { said, part, person } of cases) {
			const at = new Date(site.clock.now).toISOString();
			const tablet = routeSuggestion(policy, said, part, person, at, person === TIGHTENED);
			const { consequence, policyVersion } = server.get(said.id) ?? {};
			expect({ consequence, policyVersion }).toEqual({
				consequence: JSON.parse(JSON.stringify(tablet.consequence)) as unknown,
				policyVersion: tablet.policyVersion
			});
			const { mode, reveal, readers } = tablet.consequence;
			const outcome = tablet.rule ? `${mode} ${reveal} ${readers}` : 'no rule';
			outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
			for (const name of tablet.because) conditions.set(name, (conditions.get(name) ?? 0) + 1);
			compared++;
		}
	}
	expect(compared).toBe(10_000);
	// Every outcome was met, and every condition that the app knows something about has held.
	expect([...outcomes.keys()].sort()).toEqual([
		'autonomous suggestion-first 1',
		'in-the-loop commit-first 1',
		'in-the-loop commit-first 2',
		'in-the-loop suggestion-first 1',
		'in-the-loop suggestion-first 2',
		'no rule',
		'on-the-loop suggestion-first 1'
	]);
	expect([...conditions.keys()].sort()).toEqual([
		'class',
		'confidence',
		'kind',
		'novelty',
		'partFamily',
		'person',
		'sampled',
		'setSize',
		'severity',
		'usable'
	]);
});
