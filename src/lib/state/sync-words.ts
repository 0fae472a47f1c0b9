/** How sending stands, as data for the screens and in words for people. */
import { m } from '$lib/messages';
import type { StoredProblem } from '$lib/local-db';
import type { SyncProblem } from '$lib/sync';

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
