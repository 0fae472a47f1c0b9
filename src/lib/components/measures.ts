/** Times, sizes and shares as people read them, in the language of the page. */
import { getLocale } from '$lib/messages';

const MINUTE = 60_000;

/** Date and time of day, as short as it can be read: "22 Nov 2026, 14:02". */
export function dateAndTime(at: string, locale: string = getLocale(), timeZone?: string): string {
	return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(at));
}

/** A moment to the second, for records: "22 Nov 2026, 14:02:05". */
export function momentInWords(at: string, locale: string = getLocale(), timeZone?: string): string {
	return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone }).format(new Date(at));
}

const SPANS = [
	{ unit: 'second', ms: 1000, below: 90_000 },
	{ unit: 'minute', ms: MINUTE, below: 90 * MINUTE },
	{ unit: 'hour', ms: 60 * MINUTE, below: 36 * 60 * MINUTE },
	{ unit: 'day', ms: 24 * 60 * MINUTE, below: Infinity }
] as const;

/** How long something took, from seconds to days: "12 seconds", "5 minutes", "3 days". */
export function spanInWords(ms: number, locale: string = getLocale()): string {
	const { unit, ms: size } = SPANS.find(({ below }) => ms < below) ?? SPANS[3];
	const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
	return format.format(Math.round(ms / size));
}

/** A day: "22 Nov 2026". */
export function dateInWords(at: string, locale: string = getLocale(), timeZone?: string): string {
	return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(new Date(at));
}

/** To the second: "14:02:31". */
export function timeOfDay(at: string, locale: string = getLocale(), timeZone?: string): string {
	return new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone }).format(new Date(at));
}

/** A whole wait, rounded up: "12 seconds", "5 minutes". */
export function waitInWords(ms: number, locale: string = getLocale()): string {
	const [value, unit] = ms <= 90_000 ? [Math.ceil(ms / 1000), 'second'] : [Math.ceil(ms / MINUTE), 'minute'];
	return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** A length of time that people set: "15 minutes", "8 hours", "14 days", in the largest unit that divides it. */
export function durationInWords(minutes: number, locale: string = getLocale()): string {
	const [value, unit] =
		minutes % 1440 === 0 ? [minutes / 1440, 'day'] : minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
	return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** 1000-based, as disks and networks count: "480 kB", "1.2 MB". */
export function sizeInWords(bytes: number, locale: string = getLocale()): string {
	const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
	const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
	const value = bytes / 1000 ** step;
	const digits = step > 1 && value < 100 ? 1 : 0;
	return new Intl.NumberFormat(locale, {
		style: 'unit',
		unit: units[step],
		unitDisplay: step === 0 ? 'long' : 'short',
		maximumFractionDigits: digits
	}).format(value);
}

/** 0 to 1 as whole percent: "87%". Never 0% or 100%: that would claim a certainty no model has. */
export function percent(share: number, locale: string = getLocale()): string {
	const shown = Math.min(0.99, Math.max(0.01, share));
	return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(shown);
}
