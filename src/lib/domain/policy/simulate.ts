/** What a draft would have done with past suggestions, next to what people made of them. Counts as it goes: no case is kept. */
import { confirmedClass, type Decision } from '../decision';
import { GOOD, type Role } from '../site';
import { UNNAMED_DEFECT } from '../suggestion';
import { isLookedAtAfterwards, mayPass } from '../checkpoint/passing';
import { asksFirst, type FactsBefore } from './commit-first';
import type { Consequence, Mode, Policy } from './policy';
import { route, type RoutingFacts } from './route';

/** What people made of a suggestion in the end. `missed`: the model said good; `false-alarm`: people did; `unusable`: nobody could tell. */
export type Finding = 'right' | 'missed' | 'false-alarm' | 'other-class' | 'unusable' | 'undecided';

export interface PastSuggestion {
	facts: RoutingFacts;
	/** Null where its part is not known. */
	before: FactsBefore | null;
	finding: Finding;
}

export type FindingCounts = Record<Finding, number>;

export interface RuleCount {
	/** Null for what no rule covers. */
	rule: { id: string; name: string } | null;
	mode: Mode;
	caught: number;
	/** How many it, by its id, catches under the policy in force; null for a new rule. */
	caughtNow: number | null;
	found: FindingCounts;
}

/** Under the policy in force and under the draft. */
export interface Change {
	now: number;
	then: number;
}

export interface SimulationResult {
	total: number;
	/** ISO 8601: of the oldest and the newest suggestion; null when there is none. */
	oldest: string | null;
	newest: string | null;
	/** Suggestions that meet another checkpoint than under the policy in force. */
	changed: number;
	/** In the draft's order; what no rule covers comes last. */
	rules: RuleCount[];
	modes: Record<Mode, Change>;
	/** How many become final with no person, at once or because nobody stops them. */
	passes: Change;
	/** What people found in those that the draft lets pass so. */
	passed: FindingCounts;
	/** How many suggestions these roles are asked to decide; of several, any one does. */
	asked: { role: Role; count: Change }[];
	approvals: { role: Role; count: Change }[];
	/** How many these roles could stop before they pass. */
	vetoes: { role: Role; count: Change }[];
	/** How many that passed they are asked about afterwards. */
	looks: { role: Role; count: Change }[];
	/** Each takes a second person. */
	secondReads: Change;
	/** Own calls before the model's is shown, per person; null for suggestions without one. */
	firstCalls: { person: string | null; count: Change }[];
}

/** What the standing decisions on a suggestion, oldest first, say about the class it named. */
export function findingOf(named: string | null, standing: readonly Decision[]): Finding {
	const last = standing.findLast(({ verdict }) => verdict !== 'escalate');
	if (!last) return 'undecided';
	if (last.verdict === 'reject' && last.because === 'unusable') return 'unusable';
	const confirmed = confirmedClass(last);
	if (named === null || last.verdict === 'accept' || confirmed === named) return 'right';
	if (confirmed === GOOD) return 'false-alarm';
	if (named === GOOD) return 'missed';
	// A model that knows good parts alone cannot name a defect: any defect is what it meant.
	return named === UNNAMED_DEFECT ? 'right' : 'other-class';
}

const NONE: FindingCounts = { right: 0, missed: 0, 'false-alarm': 0, 'other-class': 0, unusable: 0, undecided: 0 };

export class Simulation {
	readonly #draft: Policy;
	readonly #current: Policy;
	readonly #rules: RuleCount[];
	readonly #ruleById: Map<string | null, RuleCount>;
	readonly #modes: Record<Mode, Change> = {
		'in-the-loop': { now: 0, then: 0 },
		'on-the-loop': { now: 0, then: 0 },
		autonomous: { now: 0, then: 0 }
	};
	readonly #passes: Change = { now: 0, then: 0 };
	readonly #passed: FindingCounts = { ...NONE };
	readonly #asked = new Tally<Role>();
	readonly #approvals = new Tally<Role>();
	readonly #vetoes = new Tally<Role>();
	readonly #looks = new Tally<Role>();
	readonly #secondReads: Change = { now: 0, then: 0 };
	readonly #firstCalls = new Tally<string | null>();
	#total = 0;
	#changed = 0;
	#oldest: string | null = null;
	#newest: string | null = null;

	constructor(draft: Policy, current: Policy) {
		this.#draft = draft;
		this.#current = current;
		const known = new Set(current.rules.map(({ id }) => id));
		const count = (rule: RuleCount['rule'], mode: Mode, isKnown: boolean): RuleCount => {
			return { rule, mode, caught: 0, caughtNow: isKnown ? 0 : null, found: { ...NONE } };
		};
		this.#rules = [
			...draft.rules.map(({ id, name, then }) => count({ id, name }, then.mode, known.has(id))),
			count(null, 'in-the-loop', true)
		];
		this.#ruleById = new Map(this.#rules.map((each) => [each.rule?.id ?? null, each]));
	}

	add({ facts, before, finding }: PastSuggestion): void {
		const now = route(this.#current, facts);
		const then = route(this.#draft, facts);
		this.#total++;
		if (this.#oldest === null || facts.at < this.#oldest) this.#oldest = facts.at;
		if (this.#newest === null || facts.at > this.#newest) this.#newest = facts.at;
		if (!isSameCheckpoint(now.consequence, then.consequence)) this.#changed++;
		const caught = this.#ruleById.get(then.rule?.id ?? null);
		if (caught) {
			caught.caught++;
			caught.found[finding]++;
		}
		const caughtNow = this.#ruleById.get(now.rule?.id ?? null);
		if (caughtNow && caughtNow.caughtNow !== null) caughtNow.caughtNow++;
		if (mayPass(then.consequence, facts.class)) this.#passed[finding]++;
		this.#countWork(now.consequence, facts, 'now');
		this.#countWork(then.consequence, facts, 'then');
		if (before) {
			if (asksFirst(this.#current, before)) this.#firstCalls.add(facts.person, 'now');
			if (asksFirst(this.#draft, before)) this.#firstCalls.add(facts.person, 'then');
		}
	}

	get result(): SimulationResult {
		return {
			total: this.#total,
			oldest: this.#oldest,
			newest: this.#newest,
			changed: this.#changed,
			rules: this.#rules,
			modes: this.#modes,
			passes: this.#passes,
			passed: this.#passed,
			asked: this.#asked.list.map(([role, count]) => ({ role, count })),
			approvals: this.#approvals.list.map(([role, count]) => ({ role, count })),
			vetoes: this.#vetoes.list.map(([role, count]) => ({ role, count })),
			looks: this.#looks.list.map(([role, count]) => ({ role, count })),
			secondReads: this.#secondReads,
			firstCalls: this.#firstCalls.list.map(([person, count]) => ({ person, count }))
		};
	}

	#countWork(consequence: Consequence, facts: RoutingFacts, when: keyof Change): void {
		const { mode, decidedBy, approvedBy, readers } = consequence;
		this.#modes[mode][when]++;
		if (mayPass(consequence, facts.class)) {
			// Nobody has to be asked before it is final, whatever else its rule says.
			this.#passes[when]++;
			if (consequence.mode === 'on-the-loop') this.#vetoes.add(consequence.vetoBy, when);
			if (!isLookedAtAfterwards(consequence, facts.suggestionId)) return;
			for (const role of new Set(decidedBy)) this.#looks.add(role, when);
			return;
		}
		for (const role of new Set(decidedBy)) this.#asked.add(role, when);
		if (approvedBy) this.#approvals.add(approvedBy, when);
		if (readers > 1) this.#secondReads[when]++;
	}
}

/** Whether a suggestion meets the same people in the same order. Kept per pair: policies have few consequences, ledgers many cases. */
function isSameCheckpoint(one: Consequence, other: Consequence): boolean {
	return one === other || textOf(one) === textOf(other);
}

const TEXTS = new WeakMap<Consequence, string>();

function textOf(consequence: Consequence): string {
	const known = TEXTS.get(consequence);
	if (known !== undefined) return known;
	const sorted = { ...consequence, decidedBy: [...consequence.decidedBy].sort() };
	const text = JSON.stringify(Object.entries(sorted).sort(([a], [b]) => (a < b ? -1 : 1)));
	TEXTS.set(consequence, text);
	return text;
}

class Tally<Key> {
	readonly #counts = new Map<Key, Change>();

	add(key: Key, when: keyof Change): void {
		const change = this.#counts.get(key) ?? { now: 0, then: 0 };
		change[when]++;
		this.#counts.set(key, change);
	}

	/** Most work first. */
	get list(): [Key, Change][] {
		return [...this.#counts].sort(([, one], [, other]) => other.then + other.now - one.then - one.now);
	}
}
