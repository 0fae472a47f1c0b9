import { expect, it } from 'vitest';
import { nextPage } from './next-page';

it('goes on to the page asked for, and never to another site', () => {
	expect(nextPage('/labels?kind=parts', 'admin')).toBe('/labels?kind=parts');
	expect(nextPage('//evil.example', 'admin')).toBe('/ledger');
	expect(nextPage('https://evil.example', 'admin')).toBe('/ledger');
});

it('starts where the role may be', () => {
	expect(nextPage(null, 'admin')).toBe('/ledger');
	expect(nextPage(null, 'technician')).toBe('/labels');
	expect(nextPage(null, 'inspector')).toBe('/inspect');
});
