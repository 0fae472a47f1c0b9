import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/lib/domain/errors';
import { errorText, hasProblemText, problemText } from '../../src/lib/messages/problem-text';
import { PROBLEM_CODES } from '../../src/lib/wire';

/** The codes of all error classes that a tablet can throw, read from the code so that a new one cannot go without words. */
function codesInSource(): string[] {
	const files = globSync('src/lib/{domain,device,local-db,state,sync,scan,vision}/**/*.ts');
	return files.flatMap((file) =>
		[...readFileSync(file, 'utf8').matchAll(/readonly code\s*[=:]\s*((?:\|?\s*'[a-z-]+'\s*)+)/g)].flatMap(
			([, list = '']) => [...list.matchAll(/'([a-z-]+)'/g)].map(([, code = '']) => code)
		)
	);
}

function catalogue(locale: string): Record<string, string> {
	return JSON.parse(readFileSync(`src/lib/messages/text/${locale}/problems.json`, 'utf8'));
}

describe('the words for what went wrong', () => {
	it('exist for everything the server answers and the tablet throws', () => {
		const codes = codesInSource();
		expect(codes.length).toBeGreaterThan(20);
		expect([...Object.keys(PROBLEM_CODES), ...codes].filter((code) => !hasProblemText(code))).toEqual([]);
	});

	it('exist in each language, with the same facts in them', () => {
		const [english, german] = [catalogue('en'), catalogue('de')];
		expect(Object.keys(german)).toEqual(Object.keys(english));
		const factsOf = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
		for (const [key, text] of Object.entries(english))
			expect([key, factsOf(german[key])]).toEqual([key, factsOf(text)]);
	});

	it('name the facts of the case', () => {
		expect(problemText('unsent-work', { entries: 3, photos: 2 }).text).toContain('3 records and 2 photos');
		expect(problemText('bad-signature', { seq: 4 }).title).toContain('4');
	});

	it('never leave a person with nothing, or with “undefined”', () => {
		expect(problemText('entries-lost').title).not.toContain('undefined');
		class Strange extends DomainError {
			readonly code = 'never-heard-of';
		}
		for (const error of [new Strange(), new TypeError('x'), null])
			expect(errorText(error).title).toBe('This did not work');
	});
});
