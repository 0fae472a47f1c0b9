import { describe, expect, it } from 'vitest';
import { SimilarCases } from './similar';
import { confirmed, report } from './testing/site';

describe('past cases', () => {
	const known = new SimilarCases([
		confirmed('r1', 'belt', { symptoms: ['squealing'] }),
		confirmed('r2', 'belt', { symptoms: ['squealing', 'smoke'] }),
		...Array.from({ length: 8 }, (_, i) => confirmed(`r${i + 3}`, 'bearing', { symptoms: ['grinding'] }))
	]);

	it('come the most alike first, and of equals the newest', () => {
		expect(
			known
				.to(report({ symptoms: ['squealing', 'smoke'] }))
				.slice(0, 2)
				.map(({ reportId }) => reportId)
		).toEqual(['r2', 'r1']);
		expect(known.to(report({ symptoms: ['grinding'] }))[0]).toMatchObject({ reportId: 'r10', causeId: 'bearing' });
	});

	it('make a report like them no news, and one unlike any of them new', () => {
		const novelty = (symptoms: string[], text = '') =>
			known.novelty(known.to(report({ symptoms, text }))[0]?.similarity ?? 0) ?? -1;
		expect(novelty(['grinding'])).toBeLessThan(0.1);
		expect(novelty(['odd'], 'purple fluid everywhere')).toBe(1);
	});

	it('say nothing about what is new while they are few', () => {
		expect(new SimilarCases([confirmed('r1', 'belt', {})]).novelty(0)).toBeNull();
	});
});
