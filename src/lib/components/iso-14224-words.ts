/** Codes of ISO 14224 in words. */
import type { DETECTIONS, FAILURE_CAUSES, IsoField, MECHANISMS } from '$lib/domain/fault/iso-14224';
import { m } from '$lib/messages';

const MECHANISM_WORDS: Record<(typeof MECHANISMS)[number], () => string> = {
	'1.0': m.iso_mechanism_1_0,
	'1.1': m.iso_mechanism_1_1,
	'1.2': m.iso_mechanism_1_2,
	'1.3': m.iso_mechanism_1_3,
	'1.4': m.iso_mechanism_1_4,
	'1.5': m.iso_mechanism_1_5,
	'1.6': m.iso_mechanism_1_6,
	'2.0': m.iso_mechanism_2_0,
	'2.1': m.iso_mechanism_2_1,
	'2.2': m.iso_mechanism_2_2,
	'2.3': m.iso_mechanism_2_3,
	'2.4': m.iso_mechanism_2_4,
	'2.5': m.iso_mechanism_2_5,
	'2.6': m.iso_mechanism_2_6,
	'2.7': m.iso_mechanism_2_7,
	'2.8': m.iso_mechanism_2_8,
	'3.0': m.iso_mechanism_3_0,
	'3.1': m.iso_mechanism_3_1,
	'3.2': m.iso_mechanism_3_2,
	'3.3': m.iso_mechanism_3_3,
	'3.4': m.iso_mechanism_3_4,
	'3.5': m.iso_mechanism_3_5,
	'3.6': m.iso_mechanism_3_6,
	'4.0': m.iso_mechanism_4_0,
	'4.1': m.iso_mechanism_4_1,
	'4.2': m.iso_mechanism_4_2,
	'4.3': m.iso_mechanism_4_3,
	'4.4': m.iso_mechanism_4_4,
	'4.5': m.iso_mechanism_4_5,
	'5.0': m.iso_mechanism_5_0,
	'5.1': m.iso_mechanism_5_1,
	'5.2': m.iso_mechanism_5_2,
	'5.3': m.iso_mechanism_5_3,
	'6.0': m.iso_mechanism_6_0,
	'6.1': m.iso_mechanism_6_1,
	'6.2': m.iso_mechanism_6_2,
	'6.3': m.iso_mechanism_6_3,
	'6.4': m.iso_mechanism_6_4
};

const CAUSE_WORDS: Record<(typeof FAILURE_CAUSES)[number], () => string> = {
	'1.0': m.iso_cause_1_0,
	'1.1': m.iso_cause_1_1,
	'1.2': m.iso_cause_1_2,
	'2.0': m.iso_cause_2_0,
	'2.1': m.iso_cause_2_1,
	'2.2': m.iso_cause_2_2,
	'3.0': m.iso_cause_3_0,
	'3.1': m.iso_cause_3_1,
	'3.2': m.iso_cause_3_2,
	'3.3': m.iso_cause_3_3,
	'3.4': m.iso_cause_3_4,
	'4.0': m.iso_cause_4_0,
	'4.1': m.iso_cause_4_1,
	'4.2': m.iso_cause_4_2,
	'5.0': m.iso_cause_5_0,
	'5.1': m.iso_cause_5_1,
	'5.2': m.iso_cause_5_2,
	'5.3': m.iso_cause_5_3,
	'5.4': m.iso_cause_5_4,
	'5.5': m.iso_cause_5_5,
	'5.6': m.iso_cause_5_6
};

const DETECTION_WORDS: Record<(typeof DETECTIONS)[number], () => string> = {
	'1': m.iso_detection_1,
	'2': m.iso_detection_2,
	'3': m.iso_detection_3,
	'4': m.iso_detection_4,
	'5': m.iso_detection_5,
	'6': m.iso_detection_6,
	'7': m.iso_detection_7,
	'8': m.iso_detection_8,
	'9': m.iso_detection_9,
	'10': m.iso_detection_10,
	'11': m.iso_detection_11
};

/** By the field of a cause that holds the code. */
export const ISO_WORDS: Readonly<Record<IsoField, Readonly<Record<string, () => string>>>> = {
	mechanism: MECHANISM_WORDS,
	failureCause: CAUSE_WORDS,
	detection: DETECTION_WORDS
};

/** "2.4 Wear"; the code alone where the standard has none such. */
export function isoWords(field: IsoField, code: string): string {
	const words = ISO_WORDS[field][code];
	return words ? `${code} ${words()}` : code;
}
