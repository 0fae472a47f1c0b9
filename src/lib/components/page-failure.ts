/** Why a page cannot be shown, by its http status: what happened, what is safe, what to do next. */
import { m } from '$lib/messages';

export function pageFailureWords(status: number): { title: string; text: string } {
	if (status === 404) return { title: m.common_not_found_title(), text: m.common_not_found_text() };
	if (status === 403) return { title: m.common_forbidden_title(), text: m.common_forbidden_text() };
	if (typeof navigator !== 'undefined' && !navigator.onLine) {
		return { title: m.common_offline_title(), text: m.common_offline_text() };
	}
	return { title: m.common_error_title(), text: m.common_error_text() };
}
