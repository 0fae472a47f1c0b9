/**
 * Changes of rules that people's corrections speak for. The app only counts and proposes: a person accepts or rejects each, and what is
 * accepted goes the way of every proposal, through somebody else's hands.
 */
import * as v from 'valibot';
import { Id } from '../site';
import { notActedOn } from './acted-on';
import type { Consequence, Policy, Rule } from './policy';
import { route, type Route, type RoutingFacts } from './route';
import type { FindingCounts, PastSuggestion } from './simulate';
import { NEW_CASE_NOVELTY } from '../suggestion';

/**
 * `own-call-first`: the model is often wrong here, so people speak first. `second-reader`: people miss what matters where it says good.
 * `veto-window`: the model has been right so long that it need not wait for each answer.
 */
export const REFINEMENT_KINDS = ['own-call-first', 'second-reader', 'veto-window'] as const;
export type RefinementKind = (typeof REFINEMENT_KINDS)[number];

/** A person does not want this change. It is proposed again only when twice as much speaks for it. */
export const RejectedRefinement = v.object({
	refinementId: Id,
	kind: v.picklist(REFINEMENT_KINDS),
	family: v.string(),
	class: v.string(),
	/** Suggestions that people had decided by then. */
	decided: v.pipe(v.number(), v.integer(), v.minValue(0)),
	wrong: v.pipe(v.number(), v.integer(), v.minValue(0)),
	reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500))
});
export type RejectedRefinement = v.InferOutput<typeof RejectedRefinement>;

export interface Refinement {
	/** Also its rule's: the same for the same kind of change to the same group of suggestions. */
	id: string;
	kind: RefinementKind;
	rule: Rule;
	/** The rule that catches these suggestions now; the new one is asked right before it. Null where none does. */
	before: string | null;
	family: string;
	class: string;
	/** Suggestions that people decided, and in how many of them the model was wrong. */
	decided: number;
	wrong: number;
	/** 95% bounds of the share of wrong ones (Wilson's score interval). */
	bounds: Bounds;
}

/** Shares, 0 to 1. */
export interface Bounds {
	least: number;
	most: number;
}

/** Shares of wrong suggestions, certain to 95%, from which a change is proposed. */
export const REFINEMENT_LIMITS = {
	/** More than every tenth is wrong. */
	ownCallFirst: 0.1,
	/** The model calls more than every fiftieth good that is not. */
	secondReader: 0.02,
	/** At most every hundredth is wrong. */
	vetoWindow: 0.01
} as const;

/** Long enough for somebody who is called to come and look. */
const VETO_WINDOW_S = 15 * 60;

const Z = 1.959964;

/** Wilson's score interval at 95% for `hits` of `total` (E. B. Wilson, 1927). */
export function boundsOf(hits: number, total: number): Bounds {
	if (total === 0) return { least: 0, most: 1 };
	const share = hits / total;
	const spread = (Z * Z) / total;
	const middle = (share + spread / 2) / (1 + spread);
	const reach = (Z / (1 + spread)) * Math.sqrt((share * (1 - share)) / total + spread / (4 * total));
	return { least: Math.max(0, middle - reach), most: Math.min(1, middle + reach) };
}

interface Group {
	family: string;
	class: string;
	caught: Route;
	found: FindingCounts;
	/** Of those among them that are clear: usable, one plausible class, nothing new. */
	clear: FindingCounts;
}

/** Counts suggestions by part family, class and the rule that catches them now. */
export class Refiner {
	readonly #policy: Policy;
	readonly #nameOf: (classId: string) => string;
	readonly #groups = new Map<string, Group>();

	/** `nameOf` puts a class in words, for the names of rules. */
	constructor(policy: Policy, nameOf: (classId: string) => string) {
		this.#policy = policy;
		this.#nameOf = nameOf;
	}

	add({ facts, finding }: Pick<PastSuggestion, 'facts' | 'finding'>): void {
		if (facts.partFamily === null || facts.class === null) return;
		const caught = route(this.#policy, facts);
		const key = JSON.stringify([facts.partFamily, facts.class, caught.rule?.id ?? null]);
		const group = this.#groups.get(key) ?? {
			family: facts.partFamily,
			class: facts.class,
			caught,
			found: nothing(),
			clear: nothing()
		};
		group.found[finding]++;
		if (isClear(facts)) group.clear[finding]++;
		this.#groups.set(key, group);
	}

	/** Those that the app can act on, with the most wrong suggestions first. */
	get refinements(): Refinement[] {
		const found = [...this.#groups.values()].flatMap((group) => [
			...ownCallFirst(group),
			...secondReader(group),
			...vetoWindow(group)
		]);
		return found
			.filter(({ rule }) => notActedOn(rule).length === 0)
			.map((each) => ({ ...each, rule: { ...each.rule, name: `${each.family}, ${this.#nameOf(each.class)}` } }))
			.sort((one, other) => other.wrong - one.wrong || other.decided - one.decided);
	}
}

function ownCallFirst(group: Group): Refinement[] {
	const { consequence } = group.caught;
	if (consequence.reveal === 'commit-first' || consequence.mode === 'autonomous') return [];
	const { decided, wrong } = count(group.found);
	if (boundsOf(wrong, decided).least <= REFINEMENT_LIMITS.ownCallFirst) return [];
	return [refine('own-call-first', group, { ...consequence, reveal: 'commit-first' }, decided, wrong)];
}

function secondReader(group: Group): Refinement[] {
	const { consequence } = group.caught;
	if (consequence.readers > 1 || consequence.mode === 'autonomous') return [];
	const { decided } = count(group.found);
	const { missed } = group.found;
	if (boundsOf(missed, decided).least <= REFINEMENT_LIMITS.secondReader) return [];
	return [refine('second-reader', group, { ...consequence, readers: 2 }, decided, missed)];
}

function vetoWindow(group: Group): Refinement[] {
	const { consequence } = group.caught;
	if (consequence.mode !== 'in-the-loop' || consequence.readers > 1 || consequence.approvedBy !== null) return [];
	const { decided, wrong } = count(group.clear);
	if (boundsOf(wrong, decided).most > REFINEMENT_LIMITS.vetoWindow) return [];
	const then: Consequence = {
		...consequence,
		mode: 'on-the-loop',
		vetoWindowS: VETO_WINDOW_S,
		vetoBy: consequence.escalateTo
	};
	const refinement = refine('veto-window', group, then, decided, wrong);
	const { rule } = refinement;
	const clear = { usable: true, setSize: { atMost: 1 }, novelty: { below: NEW_CASE_NOVELTY } };
	return [{ ...refinement, rule: { ...rule, when: { ...rule.when, ...clear } } }];
}

function refine(kind: RefinementKind, group: Group, then: Consequence, decided: number, wrong: number): Refinement {
	const { family, class: named, caught } = group;
	const before = caught.rule?.id ?? null;
	const id = idOf([kind, family, named, before]);
	return {
		id,
		kind,
		before,
		family,
		class: named,
		decided,
		wrong,
		bounds: boundsOf(wrong, decided),
		rule: { id, name: `${family}, ${named}`, when: { partFamily: [family], class: [named] }, then }
	};
}

/** Ids of rules are at most 64 characters long, and stand in addresses (FNV-1a, twice). */
function idOf(parts: readonly (string | null)[]): string {
	const text = JSON.stringify(parts);
	const hash = (seed: number) => {
		let value = seed;
		for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
		return (value >>> 0).toString(16).padStart(8, '0');
	};
	return `refined-${hash(0x811c9dc5)}${hash(0x01234567)}`;
}

/** The policy's rules with the refinement in its place: rules that ask for more, before it, still come first. */
export function refineRules(rules: readonly Rule[], { rule, before }: Pick<Refinement, 'rule' | 'before'>): Rule[] {
	const known = rules.filter(({ id }) => id !== rule.id);
	const place = known.findIndex(({ id }) => id === before);
	return place === -1 ? [...known, rule] : known.toSpliced(place, 0, rule);
}

/** Whether it is still to be shown to people after these rejections. */
export function isStillProposed(refinement: Refinement, rejected: readonly RejectedRefinement[]): boolean {
	return rejected.every(
		({ refinementId, decided }) => refinementId !== refinement.id || refinement.decided >= 2 * Math.max(1, decided)
	);
}

/** As `FIRST_POLICY` tells clear cases from the others. */
function isClear({ usable, setSize, novelty }: RoutingFacts): boolean {
	return usable && setSize !== null && setSize <= 1 && novelty !== null && novelty < NEW_CASE_NOVELTY;
}

function count(found: FindingCounts): { decided: number; wrong: number } {
	const wrong = found.missed + found['false-alarm'] + found['other-class'];
	return { decided: found.right + wrong, wrong };
}

function nothing(): FindingCounts {
	return { right: 0, missed: 0, 'false-alarm': 0, 'other-class': 0, unusable: 0, undecided: 0 };
}
