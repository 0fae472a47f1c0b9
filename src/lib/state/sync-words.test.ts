import { describe, expect, it } from 'vitest';
import { summarize, syncWords, type QueueCounts, type SyncFacts } from './sync-words';
import { ageWords, sizeWords } from './item-words';

const NONE: QueueCounts = { entries: 0, decisions: 0, photos: 0, carried: 0, quarantined: 0, attention: 0 };

/** `decisions` among `entries` all in all. */
const queue = (counts: Partial<QueueCounts>): QueueCounts => ({ ...NONE, entries: counts.decisions ?? 0, ...counts });

function words({ counts = NONE, ...facts }: Partial<SyncFacts>): string {
	return syncWords(summarize({ counts, sending: false, offline: false, lastError: null, ...facts }));
}
const error = (recovery: 'sign-in' | 'enrol' | 'update-app' | 'retry') => ({ code: 'x', recovery, detail: '', at: '' });

describe('the sync badge', () => {
	it.each([
		['All sent', {}],
		['12 decisions waiting, no network', { counts: queue({ decisions: 12, entries: 13, photos: 1 }), offline: true }],
		['1 decision waiting', { counts: queue({ decisions: 1 }), lastError: error('retry') }],
		['Sending 2 decisions', { counts: queue({ decisions: 2 }), sending: true }],
		['1 record waiting, no network', { counts: queue({ entries: 1, photos: 1 }), offline: true }],
		['3 photos still sending', { counts: queue({ photos: 3 }) }],
		['1 photo waiting, no network', { counts: queue({ photos: 1 }), offline: true }],
		['5 records waiting', { counts: queue({ carried: 5 }) }],
		['Sign in to send 3', { counts: queue({ decisions: 3 }), lastError: error('sign-in') }],
		['1 record needs attention', { counts: queue({ decisions: 1, quarantined: 1, attention: 1 }) }],
		['Tablet not enrolled: 1 waiting', { counts: queue({ decisions: 1 }), lastError: error('enrol') }],
		['Update the app to send 1', { counts: queue({ decisions: 1 }), lastError: error('update-app') }],
		['Update the app', { lastError: error('update-app') }],
		['All sent', { lastError: error('sign-in') }]
	])('says "%s"', (expected, facts) => {
		expect(words(facts)).toBe(expected);
	});
});

describe('ages and sizes', () => {
	it('are said as people say them', () => {
		const now = Date.parse('2026-11-22T12:00:00.000Z');
		const ago = (minutes: number) => ageWords(new Date(now - minutes * 60_000).toISOString(), now);
		expect([0, 1, 59, 60, 47 * 60, 72 * 60].map(ago)).toEqual([
			'just now',
			'1 minute ago',
			'59 minutes ago',
			'1 hour ago',
			'47 hours ago',
			'3 days ago'
		]);
		expect(ago(-5)).toBe('just now');
		expect([12, 12_400, 999_499, 999_500, 3_440_000].map((bytes) => sizeWords(bytes, 'en'))).toEqual([
			'1 KB',
			'12 KB',
			'999 KB',
			'1 MB',
			'3.4 MB'
		]);
	});
});
