import { expect, it } from 'vitest';
import { codeIn } from './code-text';

it('takes the code as typed, or out of the scanned address', () => {
	expect(codeIn(' 7kqm-2f9x-hb4t ')).toBe('7kqm-2f9x-hb4t');
	expect(codeIn('https://10.0.0.4:3000/enrol?code=7KQM-2F9X-HB4T')).toBe('7KQM-2F9X-HB4T');
	expect(codeIn('https://example.com/')).toBe('https://example.com/');
});
