/** How sending stands, as data for the screens and in words for people. */
import { m } from '$lib/messages';
import type { StoredProblem } from '$lib/local-db';
import type { SyncProblem } from '$lib/sync';
import { quarantineWords } from './quarantine-words';

/** One thing that waits on this tablet, or that the server kept apart. */
export interface SyncItem {
	kind: 'entry' | 'photo' | 'quarantined' | 'carried';
	/** `seq` of an entry (after its device, where it is another tablet's), or a photo's SHA-256: the item's key within its kind. */
	key: string;
	/** The entry's type; `photo` for photos. */
	type: string;
	/** ISO 8601: since when it waits. */
	since: string;
	bytes: number;
	attempts: number;
	/** What went wrong last; null when nothing did. */
	problem: Pick<StoredProblem, 'code' | 'detail'> | null;
	/** True when time will not mend it. */
	needsPerson: boolean;
	/** The tablet whose file it was taken over from; null for this tablet's own. */
	from: string | null;
}

export interface QueueCounts {
	/** Entries of this tablet; decisions are among them. */
	entries: number;
	decisions: number;
	photos: number;
	/** Entries taken over from another tablet. */
	carried: number;
	/** Records the server has and keeps apart. */
	quarantined: number;
	/** Items that time will not mend; quarantined ones that nobody has settled are among them. */
	attention: number;
}

export interface SyncFacts {
	counts: QueueCounts;
	sending: boolean;
	offline: boolean;
	lastError: SyncProblem | null;
}

export interface SyncWords {
	state: 'all-sent' | 'sending' | 'waiting' | 'sign-in' | 'attention' | 'update';
	decisionsWaiting: number;
	entriesWaiting: number;
	photosWaiting: number;
	/** Items that time will not mend. */
	attention: number;
	offline: boolean;
	lastError: SyncProblem | null;
}

/** What sending has come to. Whatever a person must do comes before what goes on by itself. */
export function summarize({ counts: queue, sending, offline, lastError }: SyncFacts): SyncWords {
	const counts = {
		decisionsWaiting: queue.decisions,
		entriesWaiting: queue.entries + queue.carried,
		photosWaiting: queue.photos,
		attention: queue.attention
	};
	const waiting = counts.entriesWaiting + counts.photosWaiting > 0;
	const stateNow = (): SyncWords['state'] => {
		if (lastError?.recovery === 'update-app') return 'update';
		if (lastError?.recovery === 'sign-in' && waiting) return 'sign-in';
		if (lastError?.recovery === 'enrol' && waiting) return 'attention';
		if (counts.attention > 0) return 'attention';
		if (!waiting) return 'all-sent';
		return sending ? 'sending' : 'waiting';
	};
	return { state: stateNow(), ...counts, offline, lastError };
}

/** The badge: always words, never a colour alone. */
export function syncWords(words: SyncWords): string {
	const { state, decisionsWaiting, entriesWaiting, photosWaiting, offline } = words;
	// People count decisions; other records count only where no decision waits.
	const count = decisionsWaiting || entriesWaiting || photosWaiting;
	switch (state) {
		case 'all-sent':
			return m.sync_all_sent();
		case 'sign-in':
			return m.sync_sign_in({ count });
		case 'update':
			return count > 0 ? m.sync_update({ count }) : m.sync_update_none();
		case 'attention':
			return words.attention > 0 ? m.sync_attention({ count: words.attention }) : m.sync_enrol({ count });
		case 'sending':
			if (decisionsWaiting > 0) return m.sync_decisions_sending({ count });
			return entriesWaiting > 0 ? m.sync_records_sending({ count }) : m.sync_photos_sending({ count });
		case 'waiting':
			if (decisionsWaiting > 0)
				return offline ? m.sync_decisions_offline({ count }) : m.sync_decisions_waiting({ count });
			if (entriesWaiting > 0) return offline ? m.sync_records_offline({ count }) : m.sync_records_waiting({ count });
			return offline ? m.sync_photos_offline({ count }) : m.sync_photos_sending({ count });
	}
}

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
