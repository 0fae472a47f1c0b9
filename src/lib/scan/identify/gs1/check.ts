/** Check digits and dates of the GS1 General Specifications. */

/**
 * The check digit for the digits before it: weights 3 and 1 in turn from the right, up to the next ten
 * (GS1 General Specifications, section 7.9.1).
 */
export function checkDigit(digits: string): string {
	const sum = [...digits]
		.reverse()
		.reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 3 : 1), 0);
	return String((10 - (sum % 10)) % 10);
}

/** Whether the last digit is the check digit of those before it. */
export function hasCheckDigit(digits: string): boolean {
	return /^\d{2,}$/.test(digits) && checkDigit(digits.slice(0, -1)) === digits.slice(-1);
}

/** Whether day 00 may stand for "some day of that month". */
export type DayRule = 'day' | 'day-or-00';

/**
 * Whether YYMMDD is in the calendar. GS1 places every two-digit year within 50 years of now, and of those years only 2100
 * breaks the four-year rule, far from any label in use: the year 2000 + YY has the same leap days.
 */
export function isDate(yymmdd: string, rule: DayRule): boolean {
	const [year, month, day] = [yymmdd.slice(0, 2), yymmdd.slice(2, 4), yymmdd.slice(4, 6)].map(Number);
	if (month < 1 || month > 12) return false;
	if (day === 0) return rule === 'day-or-00';
	return day <= new Date(Date.UTC(2000 + year, month, 0)).getUTCDate();
}

/** A UPC-E number of 8 digits (number system, six digits, check digit) as the UPC-A number of 12 that it stands for. */
export function expandUpcE(digits: string): string {
	const [system, a, b, c, d, e, last, check] = digits;
	const middle =
		last <= '2'
			? `${a}${b}${last}0000${c}${d}${e}`
			: last === '3'
				? `${a}${b}${c}00000${d}${e}`
				: last === '4'
					? `${a}${b}${c}${d}00000${e}`
					: `${a}${b}${c}${d}${e}0000${last}`;
	return `${system}${middle}${check}`;
}
