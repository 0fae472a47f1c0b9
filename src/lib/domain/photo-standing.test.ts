import { describe, expect, it } from 'vitest';
import { PHOTO_PATIENCE_MS, photoStanding } from './photo-standing';

const heardAt = '2026-11-22T08:00:00.000Z';
const at = (later: number) => Date.parse(heardAt) + later;
const waiting = { arrived: false, heardAt, tabletGone: false };

describe('the photo of a decision', () => {
	it('is on its way for three days after the server heard of it', () => {
		expect(photoStanding(waiting, at(0))).toEqual({ state: 'on-its-way' });
		expect(photoStanding(waiting, at(PHOTO_PATIENCE_MS))).toEqual({ state: 'on-its-way' });
		expect(photoStanding(waiting, at(PHOTO_PATIENCE_MS + 1))).toEqual({ state: 'missing', since: heardAt });
	});

	it('is missing at once when its tablet can no longer send it', () => {
		expect(photoStanding({ ...waiting, tabletGone: true }, at(0))).toEqual({ state: 'missing', since: heardAt });
	});

	it('is there whenever it came, and whatever became of its tablet', () => {
		const late = { arrived: true, heardAt, tabletGone: true };
		expect(photoStanding(late, at(2 * PHOTO_PATIENCE_MS))).toEqual({ state: 'arrived' });
	});

	it('is not given up by a clock that runs ahead of the server', () => {
		expect(photoStanding(waiting, at(-PHOTO_PATIENCE_MS))).toEqual({ state: 'on-its-way' });
	});
});
