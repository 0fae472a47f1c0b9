/**
 * Ten thousand suggestions, each routed and followed through its checkpoint by the tablet's code and by the server's, from what each side
 * has at hand. The server's side goes through its ledger and projections, as for what tablets send.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Capture } from '../../src/lib/domain/capture';
import type { CaseSummary } from '../../src/lib/domain/case';
import type { MadeDecision } from '../../src/lib/domain/checkpoint';
import { hashOfMatter } from '../../src/lib/domain/approval';
import type { Decision } from '../../src/lib/domain/decision';
import type { Entry } from '../../src/lib/domain/ledger';
import { IN_THE_LOOP, type Conditions, type Consequence, type Policy, type Rule } from '../../src/lib/domain/policy';
import { anyConditions, CLASSES, FAMILIES, PEOPLE, ratio } from '../../src/lib/domain/policy/testing/arbitrary';
import type { Part, Role } from '../../src/lib/domain/site';
import type { Tightened } from '../../src/lib/domain/tightened';
import type { Suggestion } from '../../src/lib/domain/suggestion';
import { appendServiceEntries, type ServiceStatement } from '../../src/lib/server/ledger';
import type { CaseFacts } from '../../src/lib/server/projections';
import { capture, decision, suggestion, TestSite, TILE } from '../../src/lib/server/test-site';
import { routeSuggestion } from '../../src/lib/state/inspect/compose';
import { ownCases } from '../../src/lib/state/queue/own-cases';

/** Takes photos, with oversight that is tightened. */
const TIGHTENED = 'tim';
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
	{ ...IN_THE_LOOP, mode: 'autonomous', owner: 'ana', reason: 'r', expiresAt: '2026-11-22T09:00:00.000Z', sample: 0.3 },
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
	person: fc.option(fc.constantFrom(...PEOPLE, TIGHTENED)),
	acts: fc.array(
		fc.record({
			by: fc.constantFrom('ana inspector', 'ben inspector', 'eva quality-engineer', 'sue supervisor'),
			what: fc.constantFrom('accept', 'accept', 'accept', 'good', 'other', 'escalate', 'withdraw', 'approve', 'veto')
		}),
		{ maxLength: 4 }
	)
});
type Case = { said: Suggestion; captured: Capture; person: string | null; acts: Act[] };
type Act = { statement: ServiceStatement; personId: string; role: Role };

/** What these people state about the case, as their tablets would. */
function actsOn(said: Suggestion, photo: string, drawn: readonly { by: string; what: string }[]): Act[] {
	const made: MadeDecision[] = [];
	return drawn.flatMap(({ by, what }, index): Act[] => {
		const [personId = '', role] = by.split(' ') as [string, Role];
		const id = `${said.id.slice(0, 32)}-${index}`;
		const decide = (changes: Partial<Decision>): Act => {
			const body = decision(said, { id, ...changes });
			made.push({ decision: body, by: { personId, role } });
			return { statement: { type: 'decision.made', body }, personId, role };
		};
		const about = { id, suggestionId: said.id };
		switch (what) {
			case 'good':
				return [decide({ verdict: 'reject', because: 'part-good' })];
			case 'other':
				return [decide({ verdict: 'correct', class: null, otherClass: 'scratch' })];
			case 'escalate':
				return [decide({ verdict: 'escalate', to: 'quality-engineer' })];
			case 'withdraw': {
				const own = made.findIndex((each) => each.by.personId === personId);
				const [taken] = own === -1 ? [] : made.splice(own, 1);
				if (!taken) return [];
				return [{ statement: { type: 'decision.withdrawn', body: { decisionId: taken.decision.id } }, personId, role }];
			}
			case 'approve': {
				const signed = hashOfMatter({ suggestionId: said.id, photo, decisions: made });
				const signature = { meaning: 'approved' as const, printedName: 'Sue', signedAt: NOW, signed, note: '' };
				return [{ statement: { type: 'approval.given', body: { ...about, ...signature } }, personId, role }];
			}
			case 'veto':
				return [{ statement: { type: 'veto.made', body: { ...about, reason: 'Stop' } }, personId, role }];
			default:
				return [decide({ verdict: 'accept', class: 'crack' })];
		}
	});
}

const NOW = '2026-11-22T08:00:00.000Z';

const captureOf = ({ captured }: Case): ServiceStatement => ({ type: 'capture.recorded', body: captured });
const suggestionOf = ({ said }: Case): ServiceStatement => ({ type: 'suggestion.made', body: said });

/** Has the server's ledger take all of it, in one delivery of each person. */
async function tellServer(cases: readonly Case[]) {
	const { server, id } = site;
	const { position: before } = await server.db.selectFrom('sites').select('position').executeTakeFirstOrThrow();
	const state = (personId: string | null, role: Role | null, statements: ServiceStatement[]) =>
		server.db
			.transaction()
			.execute((tx) => appendServiceEntries(server, tx, id, { personId, role, proof: 'service' }, statements));
	for (const [person, own] of Map.groupBy(cases, (each) => each.person)) {
		const statements = own.flatMap((each) => [captureOf(each), suggestionOf(each)]);
		await state(person, person === null ? null : 'inspector', statements);
	}
	// The order of what is said about one case is the order of the ledger.
	for (let turn = 0; turn < 4; turn++) {
		const acts = cases.flatMap((each) => each.acts[turn] ?? []);
		for (const [personId, own] of Map.groupBy(acts, (act) => act.personId)) {
			const [first] = own;
			if (first)
				await state(
					personId,
					first.role,
					own.map(({ statement }) => statement)
				);
		}
	}
	const rows = await server.db
		.selectFrom('suggestions')
		.innerJoin('documents', (join) =>
			join.onRef('documents.site', '=', 'suggestions.site').onRef('documents.id', '=', 'suggestions.id')
		)
		.select(['suggestions.id', 'suggestions.json', 'documents.value'])
		.where('suggestions.site', '=', id)
		.where('documents.kind', '=', 'case')
		.where('suggestions.changed_position', '>', before)
		.execute();
	return new Map(
		rows.map((row) => [
			row.id,
			{ facts: JSON.parse(row.json) as CaseFacts, summary: JSON.parse(row.value) as CaseSummary }
		])
	);
}

/** What a tablet makes of the same, from its own entries and before it has sent any of them. */
function onTablet(policy: Policy, part: Part, each: Case): CaseSummary | undefined {
	const entry = ({ type, body }: ServiceStatement, personId: string | null, role: Role | null) =>
		({ type, body, device: 'd', at: NOW, actor: { personId, role, proof: 'pin-offline' } }) as Entry;
	const inspector = each.person === null ? null : ('inspector' as const);
	const entries = [
		entry(captureOf(each), each.person, inspector),
		entry(suggestionOf(each), each.person, inspector),
		...each.acts.map(({ statement, personId, role }) => entry(statement, personId, role))
	];
	const tightened: Tightened = { since: NOW, because: 'accepted-seeds' };
	const register = {
		policy,
		tightenedOf: (person: string | null) => (person === TIGHTENED ? tightened : null),
		partById: () => part,
		assetById: () => null,
		workOrderById: () => null
	};
	return ownCases(entries, register)[0];
}

/** Where it stands; no time runs for what the server does not have. */
function standing(summary: CaseSummary | undefined) {
	if (!summary) return null;
	const { state, waitingFor, verdict, decidedClass, decidedBy, mode, ruleId, readers, passed, barred } = summary;
	return { state, waitingFor, verdict, decidedClass, decidedBy, mode, ruleId, readers, passed, barred };
}

it('gives the same checkpoint on the tablet and on the server, for 10,000 cases', { timeout: 240_000 }, async () => {
	const policies = fc.sample(anyPolicy, { numRuns: POLICIES, seed: 4 });
	const drawn = fc.sample(anyCase, { numRuns: POLICIES * SUGGESTIONS, seed: 5 });
	const outcomes = new Map<string, number>();
	const conditions = new Map<string, number>();
	const states = new Map<string, number>();
	let compared = 0;
	for (const [turn, policy] of policies.entries()) {
		await site.state({ type: 'policy.published', body: policy });
		const cases = drawn.slice(turn * SUGGESTIONS, (turn + 1) * SUGGESTIONS).map(({ part, ...each }, index) => {
			const id = `capture-${turn}-${index}`;
			const captured: Capture = { ...capture(), id, subject: { kind: 'part', partId: part.id } };
			const said = { ...suggestion(id), ...each.said, captureId: id } as Suggestion;
			return { part, case: { ...each, said, captured, acts: actsOn(said, captured.photo.sha256, each.acts) } };
		});
		const server = await tellServer(cases.map((each) => each.case));
		for (const { part, case: each } of cases) {
			const tablet = routeSuggestion(policy, each.said, part, each.person, NOW, each.person === TIGHTENED);
			const known = server.get(each.said.id);
			expect({ consequence: known?.facts.consequence, policyVersion: known?.facts.policyVersion }).toEqual({
				consequence: JSON.parse(JSON.stringify(tablet.consequence)) as unknown,
				policyVersion: tablet.policyVersion
			});
			expect(standing(known?.summary)).toEqual(standing(onTablet(policy, part, each)));
			const { mode, reveal, readers } = tablet.consequence;
			const outcome = tablet.rule ? `${mode} ${reveal} ${readers}` : 'no rule';
			outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
			const stands = `${mode} ${known?.summary.state}${known?.summary.passed ? ' passed' : ''}`;
			states.set(stands, (states.get(stands) ?? 0) + 1);
			for (const name of tablet.because) conditions.set(name, (conditions.get(name) ?? 0) + 1);
			compared++;
		}
	}
	expect(compared).toBe(10_000);
	expect([...states.keys()].sort()).toEqual([
		'autonomous disputed',
		'autonomous escalated',
		'autonomous open',
		'autonomous open passed',
		'autonomous satisfied',
		'autonomous satisfied passed',
		'in-the-loop awaiting-approval',
		'in-the-loop disputed',
		'in-the-loop escalated',
		'in-the-loop open',
		'in-the-loop satisfied',
		'on-the-loop disputed',
		'on-the-loop escalated',
		'on-the-loop open',
		'on-the-loop satisfied'
	]);
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
