/** The catalogue's own words. */
import type { FmeaFault } from '$lib/domain/fault/fmea';
import type { FmeaField } from '$lib/domain/fault/fmea-columns';
import type { Severity } from '$lib/domain/site';
import { m } from '$lib/messages';

const SEVERITY_WORDS: Record<Severity, () => string> = {
	minor: m.policy_severity_minor,
	major: m.policy_severity_major,
	critical: m.policy_severity_critical
};

export const severityWords = (severity: Severity): string => SEVERITY_WORDS[severity]();

const FAULT_WORDS: Record<FmeaFault, () => string> = {
	'no-cause': m.catalogue_fault_no_cause,
	'bad-severity': m.catalogue_fault_bad_severity,
	'bad-occurrence': m.catalogue_fault_bad_occurrence,
	'bad-share': m.catalogue_fault_bad_share,
	'bad-minutes': m.catalogue_fault_bad_minutes,
	'unknown-code': m.catalogue_fault_unknown_code,
	'belongs-to-nothing': m.catalogue_fault_belongs_to_nothing,
	'too-long': m.catalogue_fault_too_long
};

/** Why a row of an imported table was left out. */
export const faultWords = (fault: FmeaFault): string => FAULT_WORDS[fault]();

export const FIELD_WORDS: Record<FmeaField, () => string> = {
	cause: m.catalogue_cause,
	component: m.catalogue_component,
	assetKind: m.catalogue_asset_kinds,
	severity: m.catalogue_severity,
	occurrence: m.catalogue_occurrence_short,
	symptom: m.catalogue_symptom,
	code: m.catalogue_code,
	share: m.catalogue_share,
	check: m.catalogue_check,
	shows: m.catalogue_check_shows,
	minutes: m.catalogue_check_minutes,
	remedy: m.catalogue_remedies,
	mechanism: m.catalogue_mechanism,
	failureCause: m.catalogue_failure_cause,
	detection: m.catalogue_detection,
	retired: m.catalogue_retired
};
