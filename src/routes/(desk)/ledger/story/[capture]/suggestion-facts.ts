/** What the model said, by which model, and which rule that met and why. */
import { orList, usabilityText } from '$lib/components/inspect/words';
import { percent, spanInWords } from '$lib/components/measures';
import { roleWords } from '$lib/components/words';
import type { Conditions, Consequence, Route, RoutingFacts } from '$lib/domain/policy';
import type { Severity } from '$lib/domain/site';
import type { CauseStamp, ModelStamp, Suggestion, SuggestionKind } from '$lib/domain/suggestion';
import { getLocale, m } from '$lib/messages';
import type { Fact } from './step';

const KINDS: Record<SuggestionKind, () => string> = {
	anomaly: m.story_kind_anomaly,
	defect: m.story_kind_defect,
	'fault-cause': m.story_kind_fault_cause,
	'schedule-change': m.story_kind_schedule_change,
	'instruction-change': m.story_kind_instruction_change,
	'extracted-fields': m.story_kind_extracted_fields,
	summary: m.story_kind_summary
};

const SEVERITIES: Record<Severity, () => string> = {
	minor: m.story_severity_minor,
	major: m.story_severity_major,
	critical: m.story_severity_critical
};

/** @param classOf a class by its name on this part */
export function suggestionFacts(suggestion: Suggestion, classOf: (id: string) => string): Fact[] {
	const { kind, conformalSet, coverage, anomaly, novelty, usability, model, tookMs } = suggestion;
	const facts: Fact[] = [{ term: m.story_kind(), value: KINDS[kind]() }];
	if (conformalSet.length > 0) {
		const classes = orList(conformalSet.map(classOf));
		const value = coverage === null ? classes : m.story_set_at({ classes, coverage: percent(coverage) });
		facts.push({ term: m.story_set(), value });
	}
	if (anomaly) {
		const { score, threshold } = anomaly;
		facts.push({
			term: m.story_anomaly(),
			value: m.story_anomaly_of({ score: decimal(score), threshold: decimal(threshold) })
		});
	}
	if (novelty !== null) facts.push({ term: m.story_novelty(), value: percent(novelty) });
	if (usability.length > 0) facts.push({ term: m.story_usability(), value: usability.map(usabilityText).join(' · ') });
	if (!model) return [...facts, { term: m.story_model(), value: m.story_no_model() }];
	const backend = m.story_took({ backend: model.backend, time: Math.round(tookMs) });
	return [...facts, ...modelFacts(model), { term: m.story_backend(), value: backend }];
}

function modelFacts(model: ModelStamp | CauseStamp): Fact[] {
	if (!('packId' in model)) {
		const { catalogueVersion: version, cases, madeFrom } = model;
		return [
			{ term: m.story_model(), value: m.cause_model_made_from({ version, cases }) },
			{ term: m.cause_model_hash(), value: `${madeFrom.slice(0, 16)}…` }
		];
	}
	const { packId: pack, goodExamples: good, defectExamples: defects } = model;
	return [
		{ term: m.story_model(), value: m.story_model_pack({ pack, good, defects }) },
		{ term: m.story_backbone(), value: `${model.backboneId} · ${model.backboneHash.slice(0, 16)}…` },
		{ term: m.story_preprocessing(), value: model.preprocessing }
	];
}

export function routeFacts({ route, facts }: { route: Route; facts: RoutingFacts }, names: RouteNames): Fact[] {
	const { consequence, policyVersion: version, rule, because } = route;
	const roles = consequence.decidedBy.map(roleWords).join(', ');
	const reveal =
		consequence.reveal === 'commit-first' ? m.story_reveal_commit_first() : m.story_reveal_suggestion_first();
	return [
		{
			term: m.story_route(),
			value: rule ? m.story_route_rule({ version, rule: rule.name }) : m.story_route_none({ version })
		},
		...(rule
			? [
					{
						term: m.story_because(),
						value:
							because.length === 0
								? m.story_because_always()
								: because.map((name) => BECAUSE[name](facts, names)).join(' · ')
					}
				]
			: []),
		{ term: m.story_asked(), value: m.story_asked_text({ count: consequence.readers, roles }) },
		{ term: m.story_reveal(), value: reveal },
		...(consequence.approvedBy ? [{ term: m.story_approval(), value: roleWords(consequence.approvedBy) }] : []),
		...(consequence.timeLimitS === null
			? []
			: [{ term: m.story_time_limit(), value: spanInWords(consequence.timeLimitS * 1000) }]),
		...passingFacts(consequence, names)
	];
}

/** How it may pass with no person. */
function passingFacts(consequence: Consequence, names: RouteNames): Fact[] {
	switch (consequence.mode) {
		case 'in-the-loop':
			return [];
		case 'on-the-loop': {
			const time = spanInWords(consequence.vetoWindowS * 1000);
			const value = m.story_veto_by({ time, role: roleWords(consequence.vetoBy) });
			return [{ term: m.story_veto_window(), value }];
		}
		case 'autonomous':
			return [
				{ term: m.story_owner(), value: names.person(consequence.owner) },
				{ term: m.story_reason(), value: consequence.reason },
				{ term: m.story_expires(), moment: consequence.expiresAt }
			];
	}
}

export interface RouteNames {
	class(id: string): string;
	person(id: string): string;
}

/** Each condition with the value by which it held. */
const BECAUSE: Record<keyof Conditions, (facts: RoutingFacts, names: RouteNames) => string> = {
	kind: ({ kind }) => m.story_because_kind({ value: KINDS[kind]() }),
	class: (facts, names) => m.story_because_class({ value: facts.class === null ? '' : names.class(facts.class) }),
	partFamily: ({ partFamily }) => m.story_because_part_family({ value: partFamily ?? '' }),
	asset: ({ asset }) => m.story_because_asset({ value: asset ?? '' }),
	severity: ({ severity }) => m.story_because_severity({ value: severity ? SEVERITIES[severity]() : '' }),
	person: ({ person }, names) => m.story_because_person({ value: person === null ? '' : names.person(person) }),
	confidence: ({ confidence }) => m.story_because_confidence({ value: percent(confidence ?? 0) }),
	novelty: ({ novelty }) => m.story_because_novelty({ value: percent(novelty ?? 0) }),
	setSize: ({ setSize }) => m.story_because_set_size({ count: setSize ?? 0 }),
	usable: ({ usable }) => (usable ? m.story_because_usable() : m.story_because_unusable()),
	sampled: () => m.story_because_sampled()
};

function decimal(value: number): string {
	return new Intl.NumberFormat(getLocale(), { maximumSignificantDigits: 3 }).format(value);
}
