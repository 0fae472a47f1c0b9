/** Faults, causes and what speaks for them, in words of the floor. */
import type { Cause, FaultCatalogue } from '$lib/domain/fault/catalogue';
import type { Fault } from '$lib/domain/fault/fault';
import type { HELPED } from '$lib/domain/fault/repair';
import type { FaultStep } from '$lib/domain/fault/step';
import { GOOD } from '$lib/domain/site';
import { getLocale, m } from '$lib/messages';

type Known = Pick<FaultCatalogue, 'causes' | 'symptoms'> | null;

/** A cause by its name; words that somebody found for one are their own name. */
export function causeText(catalogue: Known, cause: string | null): string {
	if (cause === null) return m.maintain_no_cause();
	if (cause === GOOD) return m.maintain_no_fault();
	return catalogue?.causes.find(({ id }) => id === cause)?.name ?? cause;
}

export function symptomText(catalogue: Known, id: string): string {
	return catalogue?.symptoms.find((symptom) => symptom.id === id)?.name ?? id;
}

/** What was seen, on one line: "Squeals · Hot · E-14". */
export function symptomsText(catalogue: Known, { symptoms, codes, text }: Fault['report']): string {
	const named = [...symptoms.map((id) => symptomText(catalogue, id)), ...new Set(codes.map(({ code }) => code))];
	return [...named, ...(text === '' ? [] : [text])].join(' · ') || m.maintain_only_pictures();
}

/** Something that speaks for or against a cause. See `Reason` for the kinds of sign. */
export function signText(catalogue: Known, sign: string): string {
	const [kind = '', ...rest] = sign.split(':');
	const value = rest.join(':');
	if (rest.length === 0) return sign === 'photo' ? m.maintain_sign_photo() : symptomText(catalogue, sign);
	switch (kind) {
		case 'code':
			return m.maintain_sign_code({ code: value });
		case 'word':
			return m.maintain_sign_word({ word: value });
		case 'age':
			return m.maintain_sign_age({ component: value });
		case 'kind':
			return m.maintain_sign_kind({ kind: value });
		case 'check':
			return m.maintain_sign_check();
		default:
			return sign;
	}
}

/** How probable something is, in words: never certain. */
export function chanceWords(probability: number): string {
	if (probability >= 0.85) return m.maintain_chance_very_likely();
	if (probability >= 0.6) return m.maintain_chance_likely();
	if (probability >= 0.25) return m.maintain_chance_possible();
	if (probability >= 0.08) return m.maintain_chance_less_likely();
	return m.maintain_chance_unlikely();
}

const STEPS: Record<FaultStep, () => string> = {
	cause: m.maintain_step_cause,
	waits: m.maintain_step_waits,
	repair: m.maintain_step_repair,
	outcome: m.maintain_step_outcome,
	done: m.maintain_step_done
};

export const stepWords = (step: FaultStep): string => STEPS[step]();

const OUTCOMES: Record<(typeof HELPED)[number], () => string> = {
	yes: m.maintain_result_yes,
	partly: m.maintain_result_partly,
	no: m.maintain_result_no
};

/** What came of a repair. */
export const helpedWords = (helped: (typeof HELPED)[number]): string => OUTCOMES[helped]();

/** How old a component is, as people say it: in days, months or years. */
export function ageText(days: number): string {
	const [value, unit] = days < 60 ? [days, 'day'] : days < 730 ? [days / 30.44, 'month'] : [days / 365.25, 'year'];
	return new Intl.NumberFormat(getLocale(), { style: 'unit', unit, unitDisplay: 'long' }).format(Math.round(value));
}

/** Causes whose name or component contains these words, whatever their case. */
export function searchCauses(causes: readonly Cause[], words: string): Cause[] {
	const wanted = words.trim().toLocaleLowerCase();
	return causes.filter(({ name, component }) => `${name} ${component ?? ''}`.toLocaleLowerCase().includes(wanted));
}
