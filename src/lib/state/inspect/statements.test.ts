import { describe, expect, it } from 'vitest';
import type { StoredPhoto } from '$lib/local-db';
import type { Statement } from '../recorder';
import { Statements } from './statements';

const said = (name: string): Statement => ({ type: 'decision.withdrawn', body: { decisionId: name } });
const photo: StoredPhoto = {
	sha256: 'a'.repeat(64),
	blob: new Blob(),
	mediaType: 'image/jpeg',
	bytes: 1,
	width: 1,
	height: 1,
	takenAt: '2026-11-22T10:00:00.000Z',
	state: 'waiting',
	uploadUrl: null,
	attempts: 0,
	lastError: null
};

function ledger() {
	const written: string[] = [];
	const photos: string[] = [];
	const full = { now: false };
	const statements = new Statements(async (batch, taken) => {
		await Promise.resolve();
		if (full.now) throw new Error('disk full');
		written.push(...batch.map(({ body }) => ('decisionId' in body ? body.decisionId : '')));
		photos.push(...taken.map(({ sha256 }) => sha256));
	});
	return { written, photos, full, statements };
}

describe('the statements of an inspection', () => {
	it('are written in the order they were made, also when nobody waits', async () => {
		const { written, statements } = ledger();
		void statements.say([said('capture')]);
		void statements.say([said('suggestion')]);
		await statements.sayNowOrNever([said('decision')]);
		expect(written).toEqual(['capture', 'suggestion', 'decision']);
	});

	it('wait with their photo when the disk refuses, and go before the next one', async () => {
		const { written, photos, full, statements } = ledger();
		full.now = true;
		await expect(statements.say([said('capture')], [photo])).rejects.toThrow('disk full');
		full.now = false;
		await statements.sayNowOrNever([said('decision')]);
		expect(written).toEqual(['capture', 'decision']);
		expect(photos).toEqual([photo.sha256]);
	});

	it('never write a refused decision later', async () => {
		const { written, full, statements } = ledger();
		full.now = true;
		await expect(statements.sayNowOrNever([said('decision')])).rejects.toThrow('disk full');
		full.now = false;
		await statements.say([said('capture')]);
		expect(written).toEqual(['capture']);
	});
});
