/** One waiting thing in words: what it is, how old, how large, and what went wrong. Loaded with the lists that show it. */
import { m } from '$lib/messages';
import type { StoredProblem } from '$lib/local-db';
import { quarantineWords } from './quarantine-words';
import type { SyncItem } from './sync-words';

/** "just now", "5 minutes ago", … */
export function ageWords(since: string, nowMs: number): string {
	const minutes = Math.floor(Math.max(0, nowMs - Date.parse(since)) / 60_000);
	if (minutes < 1) return m.sync_age_now();
	if (minutes < 60) return m.sync_age_minutes({ count: minutes });
	const hours = Math.floor(minutes / 60);
	return hours < 48 ? m.sync_age_hours({ count: hours }) : m.sync_age_days({ count: Math.floor(hours / 24) });
}

/** "12 KB", "3.4 MB": decimal units, at least 1 KB. */
export function sizeWords(bytes: number, locale: string): string {
	const megabytes = bytes >= 999_500;
	const value = megabytes ? bytes / 1_000_000 : Math.max(1, Math.round(bytes / 1000));
	const size = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
	return megabytes ? m.sync_size_megabytes({ size }) : m.sync_size_kilobytes({ size });
}

export function itemWords({ type }: Pick<SyncItem, 'type'>): string {
	switch (type) {
		case 'photo':
			return m.sync_item_photo();
		case 'decision.made':
			return m.sync_item_decision();
		case 'call.committed':
			return m.sync_item_committed_call();
		case 'decision.withdrawn':
			return m.sync_item_withdrawal();
		case 'capture.recorded':
			return m.sync_item_capture();
		case 'suggestion.made':
			return m.sync_item_suggestion();
		case 'unit.registered':
			return m.sync_item_unit();
		case 'session.started':
		case 'session.ended':
		case 'pin.locked':
		case 'pin.unlocked':
			return m.sync_item_session();
		default:
			return m.sync_item_other();
	}
}

/** What went wrong, and what happens or is to be done now. */
export function problemWords({ code, detail }: Pick<StoredProblem, 'code' | 'detail'>): string {
	switch (code) {
		case 'network-failed':
		case 'run-stopped':
			return m.sync_problem_network();
		case 'answer-too-late':
			return m.sync_problem_slow();
		case 'unexpected-answer':
			return m.sync_problem_foreign_answer();
		case 'sign-in-needed':
			return m.sync_problem_sign_in();
		case 'unknown-device':
		case 'not-enrolled':
			return m.sync_problem_enrol();
		case 'update-needed':
			return m.sync_problem_update();
		case 'too-large':
			return m.sync_problem_too_large();
		case 'forbidden':
			return m.sync_problem_forbidden();
		case 'refused':
		case 'not-found':
			return m.sync_problem_refused();
		case 'earlier-missing':
			return m.sync_problem_earlier_missing();
		case 'photo-damaged':
			return m.sync_problem_photo_damaged();
		case 'quarantine-released':
			return m.sync_problem_released({ who: detail });
		case 'quarantine-corrected':
			return m.sync_problem_corrected({ who: detail });
		case 'quarantine-dismissed':
			return m.sync_problem_dismissed({ who: detail });
		case 'device-revoked':
			return m.sync_problem_locked_out();
		case 'quarantined':
			return m.sync_problem_quarantined({ reason: quarantineWords(detail) });
		case 'storage-failed':
		case 'storage-full':
			return m.sync_problem_storage();
		default:
			return m.sync_problem_server();
	}
}
