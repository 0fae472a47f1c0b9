/** Rules in the words people read. */
import { durationInWords, dateAndTime } from '$lib/components/measures';
import { roleWords } from '$lib/components/words';
import type { Conditions, Consequence, Named, NotActedOn, PolicyVocabulary, ProposalState } from '$lib/domain/policy';
import type { DocumentFault } from '$lib/domain/policy/document';
import type { RuleField } from '$lib/domain/policy/diff';
import type { Finding } from '$lib/domain/policy/simulate';
import { GOOD, type Role, type Severity } from '$lib/domain/site';
import { UNNAMED_DEFECT, type SuggestionKind } from '$lib/domain/suggestion';
import { getLocale, m } from '$lib/messages';

export const KIND_WORDS: Record<SuggestionKind, () => string> = {
	anomaly: m.policy_kind_anomaly,
	defect: m.policy_kind_defect,
	'fault-cause': m.policy_kind_fault_cause,
	'schedule-change': m.policy_kind_schedule_change,
	'instruction-change': m.policy_kind_instruction_change,
	'extracted-fields': m.policy_kind_extracted_fields,
	summary: m.policy_kind_summary
};

export const SEVERITY_WORDS: Record<Severity, () => string> = {
	minor: m.policy_severity_minor,
	major: m.policy_severity_major,
	critical: m.policy_severity_critical
};

export const CONDITION_WORDS: Record<keyof Conditions, () => string> = {
	kind: m.policy_when_kind,
	class: m.policy_when_class,
	partFamily: m.policy_when_family,
	asset: m.policy_when_asset,
	severity: m.policy_when_severity,
	confidence: m.policy_when_confidence,
	setSize: m.policy_when_set_size,
	novelty: m.policy_when_novelty,
	usable: m.policy_when_usable,
	person: m.policy_when_person,
	sampled: m.policy_when_sampled
};

/** A share as it was set, 0% and 100% included. */
export function shareText(share: number): string {
	return new Intl.NumberFormat(getLocale(), { style: 'percent', maximumFractionDigits: 2 }).format(share);
}

export function countText(count: number): string {
	return new Intl.NumberFormat(getLocale()).format(count);
}

/** Seconds in the largest unit that says them in whole numbers. */
export function timeText(seconds: number): string {
	if (seconds % 60 === 0) return durationInWords(seconds / 60);
	const form = { style: 'unit', unit: 'second', unitDisplay: 'long' } as const;
	return new Intl.NumberFormat(getLocale(), form).format(seconds);
}

export function anyOf(words: readonly string[]): string {
	return new Intl.ListFormat(getLocale(), { type: 'disjunction' }).format(words);
}

export function classText(id: string, classes: readonly Named[]): string {
	if (id === GOOD) return m.inspect_class_good();
	if (id === UNNAMED_DEFECT) return m.inspect_class_unnamed();
	return classes.find((known) => known.id === id)?.name ?? id;
}

export function personText(id: string | null, people: readonly Named[]): string {
	if (id === null) return m.policy_by_server();
	return people.find((known) => known.id === id)?.name ?? id;
}

export function assetText(id: string, assets: readonly Named[]): string {
	return assets.find((known) => known.id === id)?.name ?? id;
}

/** One line for each condition, in the order they were set. */
export function conditionLines(when: Conditions, words: PolicyVocabulary): string[] {
	const names = (Object.keys(when) as (keyof Conditions)[]).filter((name) => when[name] !== undefined);
	return names.map((name) => {
		const value = conditionText(name, when, words);
		return name === 'usable' ? value : m.policy_condition({ name: CONDITION_WORDS[name](), value });
	});
}

function conditionText(
	name: keyof Conditions,
	when: Conditions,
	{ classes, people, assets }: PolicyVocabulary
): string {
	switch (name) {
		case 'kind':
			return anyOf((when.kind ?? []).map((kind) => KIND_WORDS[kind]()));
		case 'class':
			return anyOf((when.class ?? []).map((id) => classText(id, classes)));
		case 'partFamily':
			return anyOf(when.partFamily ?? []);
		case 'asset':
			return anyOf((when.asset ?? []).map((id) => assetText(id, assets)));
		case 'severity':
			return anyOf((when.severity ?? []).map((severity) => SEVERITY_WORDS[severity]()));
		case 'person':
			return anyOf((when.person ?? []).map((id) => personText(id, people)));
		case 'confidence':
			return rangeText(when.confidence ?? {}, shareText);
		case 'novelty':
			return rangeText(when.novelty ?? {}, shareText);
		case 'setSize':
			return rangeText(when.setSize ?? {}, countText);
		case 'usable':
			return when.usable ? m.policy_usable_yes() : m.policy_usable_no();
		case 'sampled':
			return shareText(when.sampled ?? 0);
	}
}

interface Range {
	atLeast?: number | undefined;
	below?: number | undefined;
	atMost?: number | undefined;
}

function rangeText({ atLeast, below, atMost }: Range, say: (value: number) => string): string {
	const limits = [
		...(atLeast === undefined ? [] : [m.policy_at_least({ value: say(atLeast) })]),
		...(below === undefined ? [] : [m.policy_below({ value: say(below) })]),
		...(atMost === undefined ? [] : [m.policy_at_most({ value: say(atMost) })])
	];
	return limits.length === 0 ? m.policy_any_known() : limits.join(', ');
}

/** What the rule asks of people, most telling first. */
export function consequenceLines(then: Consequence, { people }: PolicyVocabulary): string[] {
	const lines = [
		then.reveal === 'commit-first' ? m.policy_reveal_commit() : m.policy_reveal_suggestion(),
		m.policy_decided_by({ roles: roleList(then.decidedBy) }),
		m.policy_escalate_to({ role: roleWords(then.escalateTo) })
	];
	if (then.readers > 1) lines.push(m.policy_two_readers());
	if (then.approvedBy) lines.push(m.policy_approved_by({ role: roleWords(then.approvedBy) }));
	if (then.timeLimitS !== null) lines.push(m.policy_time_limit({ time: timeText(then.timeLimitS) }));
	if (then.mode === 'on-the-loop')
		lines.unshift(m.policy_veto({ time: timeText(then.vetoWindowS), role: roleWords(then.vetoBy) }));
	if (then.mode === 'autonomous') {
		const owner = personText(then.owner, people);
		// While it is still being written, not all of it has been said.
		const date = then.expiresAt === '' ? '' : dateAndTime(then.expiresAt);
		lines.unshift(m.policy_autonomous({ owner, reason: then.reason, date }));
	}
	if (then.mode !== 'in-the-loop' && then.sample) lines.push(m.policy_sample({ share: shareText(then.sample) }));
	return lines;
}

export function roleList(roles: readonly Role[]): string {
	return anyOf(roles.map(roleWords));
}

/** A field that differs between two versions, as its line or picker is called. */
export function fieldWords(field: RuleField): string {
	if (field === 'name') return m.policy_rule_name();
	const [side, name = ''] = field.split('.');
	if (side === 'when') return CONDITION_WORDS[name as keyof Conditions]();
	return THEN_WORDS[name]?.() ?? name;
}

const THEN_WORDS: Partial<Record<string, () => string>> = {
	mode: m.policy_then_mode,
	reveal: m.policy_then_reveal,
	decidedBy: m.policy_then_decided_by,
	escalateTo: m.policy_then_escalate_to,
	readers: m.policy_then_readers,
	approvedBy: m.policy_then_approved_by,
	timeLimitS: m.policy_then_time_limit,
	vetoWindowS: m.policy_then_veto_window,
	vetoBy: m.policy_then_veto_by,
	owner: m.policy_then_owner,
	reason: m.policy_then_reason,
	expiresAt: m.policy_then_expires,
	sample: m.policy_then_sample
};

const NOT_ACTED_ON: Record<NotActedOn, () => string> = { 'when.asset': m.policy_not_acted_asset };

export const notActedOnWords = (path: NotActedOn): string => NOT_ACTED_ON[path]();

/** What is wrong at one place of a document or a draft. */
export function faultWords({ fault, expected, received }: Omit<DocumentFault, 'path'>): string {
	switch (fault) {
		case 'not-json':
			return m.policy_fault_not_json({ where: received ?? '' });
		case 'missing':
			return expected === null ? m.policy_fault_missing() : m.policy_fault_missing_expected({ expected });
		case 'unknown':
			return m.policy_fault_unknown();
		case 'wrong':
			return m.policy_fault_wrong({ expected: expected ?? '', received: received ?? '' });
		case 'unnamed':
			return m.policy_fault_unnamed();
		case 'same-id':
			return m.policy_fault_same_id();
		case 'never-holds':
			return m.policy_fault_never_holds();
		case 'never-reached':
			return m.policy_fault_never_reached();
	}
}

export const FINDING_WORDS: Record<Finding, () => string> = {
	right: m.policy_found_right,
	missed: m.policy_found_missed,
	'false-alarm': m.policy_found_false_alarm,
	'other-class': m.policy_found_other_class,
	unusable: m.policy_found_unusable,
	undecided: m.policy_found_undecided
};

export const STATE_WORDS: Record<ProposalState, () => string> = {
	open: m.policy_state_open,
	overtaken: m.policy_state_overtaken,
	published: m.policy_state_published,
	replaced: m.policy_state_replaced,
	closed: m.policy_state_closed
};
