import { expect, it } from 'vitest';
import { nextPage } from './next-page';

it('goes on to the page asked for, and never to another site', () => {
	expect(nextPage('/labels?kind=parts')).toBe('/labels?kind=parts');
	expect(nextPage('//evil.example')).toBe('/ledger');
	expect(nextPage('https://evil.example')).toBe('/ledger');
	expect(nextPage(null)).toBe('/ledger');
});
