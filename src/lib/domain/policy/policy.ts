/** A policy is data: ordered rules that say which checkpoint a suggestion meets. The first rule that matches wins. */
import * as v from 'valibot';
import { Id, Instant, Role, Severity } from '../site';
import { NEW_CASE_NOVELTY, SuggestionKind } from '../suggestion';

const Ratio = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** `atLeast` is inclusive, `below` is not, so that neighbouring rules can share a limit. */
const RatioRange = v.object({ atLeast: v.optional(Ratio), below: v.optional(Ratio) });
const CountRange = v.object({ atLeast: v.optional(Count), atMost: v.optional(Count) });

/** Every condition given must hold; a condition on something unknown does not hold. */
export const Conditions = v.strictObject({
	kind: v.optional(v.array(SuggestionKind)),
	class: v.optional(v.array(Id)),
	partFamily: v.optional(v.array(v.string())),
	asset: v.optional(v.array(Id)),
	severity: v.optional(v.array(Severity)),
	confidence: v.optional(RatioRange),
	setSize: v.optional(CountRange),
	novelty: v.optional(RatioRange),
	usable: v.optional(v.boolean()),
	person: v.optional(v.array(Id)),
	/** Share of suggestions drawn for this rule; the draw is fixed by the suggestion's id. */
	sampled: v.optional(Ratio)
});
export type Conditions = v.InferOutput<typeof Conditions>;

const oversight = {
	reveal: v.picklist(['suggestion-first', 'commit-first']),
	decidedBy: v.pipe(v.array(Role), v.minLength(1)),
	/** How many people decide, none seeing another's call. */
	readers: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2)),
	approvedBy: v.nullable(Role),
	escalateTo: Role,
	/** Seconds until the next in line is asked; null for no limit. */
	timeLimitS: v.nullable(v.pipe(v.number(), v.minValue(1)))
};

/** Share of what passed that people are asked about afterwards; the draw is fixed by the suggestion's id. */
const sample = v.optional(Ratio);

/** What passes with no person, which somebody answers for. */
export const Autonomous = v.object({
	mode: v.literal('autonomous'),
	...oversight,
	owner: Id,
	reason: v.pipe(v.string(), v.trim(), v.minLength(1)),
	expiresAt: Instant,
	sample
});

export const Consequence = v.variant('mode', [
	v.object({ mode: v.literal('in-the-loop'), ...oversight }),
	v.object({
		mode: v.literal('on-the-loop'),
		...oversight,
		vetoWindowS: v.pipe(v.number(), v.minValue(1)),
		vetoBy: Role,
		sample
	}),
	Autonomous
]);
export type Consequence = v.InferOutput<typeof Consequence>;
export type Mode = Consequence['mode'];
/** What every consequence says, whichever its mode. */
export type Oversight = Omit<Extract<Consequence, { mode: 'in-the-loop' }>, 'mode'>;

export const Rule = v.pipe(
	v.object({ id: Id, name: v.pipe(v.string(), v.minLength(1)), when: Conditions, then: Consequence }),
	v.check(
		(rule) => rule.then.mode !== 'autonomous' || namesWhatPasses(rule.when),
		'an autonomous rule names the kinds and classes it is for'
	)
);
export type Rule = v.InferOutput<typeof Rule>;

/** Nothing passes with no person unless a rule names what: kinds and classes. */
export function namesWhatPasses({ kind, class: named }: Conditions): boolean {
	return isNamed(kind) && isNamed(named);
}

function isNamed(list: readonly string[] | undefined): boolean {
	return list !== undefined && list.length > 0;
}

export const Policy = v.object({
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	rules: v.array(Rule),
	/** The proposal that it was published from; the site's first policy has none. */
	proposalId: v.optional(Id)
});
export type Policy = v.InferOutput<typeof Policy>;

type InTheLoop = Extract<Consequence, { mode: 'in-the-loop' }>;

/** What holds when nothing else does: a person decides before anything is final. */
export const IN_THE_LOOP: InTheLoop = {
	mode: 'in-the-loop',
	reveal: 'suggestion-first',
	decidedBy: ['inspector', 'quality-engineer'],
	readers: 1,
	approvedBy: null,
	escalateTo: 'quality-engineer',
	timeLimitS: null
};

/** The same for fault causes: who repairs the machine decides, whatever was published before there were such suggestions. */
export const FAULTS_IN_THE_LOOP: InTheLoop = {
	...IN_THE_LOOP,
	decidedBy: ['technician', 'supervisor'],
	escalateTo: 'supervisor'
};

/** The policy a new site starts with: a person decides everything, and the screen can say why. */
export const FIRST_POLICY: Policy = {
	version: 1,
	rules: [
		{ id: 'unusable-capture', name: 'The photo cannot be used', when: { usable: false }, then: IN_THE_LOOP },
		{
			id: 'new-case',
			name: 'Unlike anything confirmed here',
			when: { novelty: { atLeast: NEW_CASE_NOVELTY } },
			then: IN_THE_LOOP
		},
		{ id: 'not-sure', name: 'More than one class is possible', when: { setSize: { atLeast: 2 } }, then: IN_THE_LOOP },
		{ id: 'everything-else', name: 'Everything else', when: {}, then: IN_THE_LOOP }
	]
};
