import { describe, expect, it } from 'vitest';
import { lostWords } from './lost-words';

const since = '2026-11-25T10:32:00.000Z';
const unsent = [
	{ from: 14, to: 18, personId: 'ana', since },
	{ from: 19, to: 19, personId: null, since }
];
const kept = { witness: { lastSeq: 19, unsent }, people: { ana: 'Ana Ruiz' } };

describe('what a tablet has lost', () => {
	it('is named record by record, with whose they are and since when; and so is what is safe', () => {
		const words = lostWords(kept, null);
		expect(words.safe).toContain('up to number 13');
		expect(words.lost[0]).toMatch(/^Records 14 to 18 of Ana Ruiz, since .*2026/);
		expect(words.lost[1]).toMatch(/^Record 19 of the tablet itself/);
	});

	it('is nothing where everything had been sent', () => {
		const { safe, lost } = lostWords({ witness: { lastSeq: 19, unsent: [] }, people: {} }, null);
		expect(lost).toEqual([]);
		expect(safe).toContain('up to number 19');
	});

	it('is only what is gone where part of it is still here', () => {
		expect(lostWords(kept, [{ from: 17, to: 17 }]).lost).toHaveLength(1);
		// The server has these: they are missing here alone.
		expect(lostWords(kept, [{ from: 3, to: 5 }]).lost).toEqual([]);
	});

	it('is told by its numbers where nothing says whose they were', () => {
		expect(lostWords(null, [{ from: 3, to: 5 }]).lost).toEqual(['Records 3 to 5']);
	});
});
