/** Points and shares of an audit in words. */
import type { Score } from '$lib/domain/audit/result';
import { getLocale, m } from '$lib/messages';

/** 0 to 1, as whole percent. A share of points may be all of them, or none. */
export function shareWords(share: number, locale: string = getLocale()): string {
	return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

export function pointsWords({ got, possible }: Score, locale: string = getLocale()): string {
	const points = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
	const share = shareWords(possible > 0 ? got / possible : 1, locale);
	return m.audit_score({ got: points.format(got), possible: points.format(possible), share });
}
