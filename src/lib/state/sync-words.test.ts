import { describe, expect, it } from 'vitest';
import { ageWords, sizeWords, summarize, syncWords, type SyncFacts, type SyncItem } from './sync-words';

const decision: SyncItem = {
	kind: 'entry',
	key: '1',
	type: 'decision.made',
	since: '2026-11-22T10:00:00.000Z',
	bytes: 800,
	attempts: 0,
	problem: null,
	needsPerson: false
};
const photo: SyncItem = { ...decision, kind: 'photo', type: 'photo' };
const capture: SyncItem = { ...decision, type: 'capture.recorded' };
const stuck: SyncItem = { ...decision, kind: 'quarantined', needsPerson: true };

function words(facts: Partial<SyncFacts>): string {
	return syncWords(summarize({ items: [], sending: false, offline: false, lastError: null, ...facts }));
}
const error = (recovery: 'sign-in' | 'enrol' | 'update-app' | 'retry') => ({ code: 'x', recovery, detail: '', at: '' });

describe('the sync badge', () => {
	it.each([
		['All sent', {}],
		[
			'12 decisions waiting, no network',
			{ items: [...Array<SyncItem>(12).fill(decision), capture, photo], offline: true }
		],
		['1 decision waiting', { items: [decision], lastError: error('retry') }],
		['Sending 2 decisions', { items: [decision, decision], sending: true }],
		['1 record waiting, no network', { items: [capture, photo], offline: true }],
		['3 photos still sending', { items: [photo, photo, photo] }],
		['1 photo waiting, no network', { items: [photo], offline: true }],
		['Sign in to send 3', { items: [decision, decision, decision], lastError: error('sign-in') }],
		['1 record needs attention', { items: [stuck, decision] }],
		['Tablet not enrolled: 1 waiting', { items: [decision], lastError: error('enrol') }],
		['Update the app to send 1', { items: [decision], lastError: error('update-app') }],
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
