/** Order statistics of measured times. */

/** The value below which the given share lies, rounded to hundredths. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
	return Math.round(value * 100) / 100;
}

/** 100 · part / whole, rounded to hundredths. */
export function percent(part: number, whole: number): number {
	return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100;
}
