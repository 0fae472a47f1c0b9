import { describe, expect, it } from 'vitest';
import { refuseForeignOrigin } from './same-origin';

function call(method: string, headers: Record<string, string>): () => void {
	const url = new URL('https://site.example/admin/people');
	return () => refuseForeignOrigin({ url, request: new Request(url, { method, headers }) });
}

describe('a call with a session', () => {
	it.each([
		['a page of its own', { origin: 'https://site.example' }],
		['its own, told by the browser alone', { 'sec-fetch-site': 'same-origin' }]
	])('may change something from %s', (_, headers) => {
		expect(call('POST', headers)).not.toThrow();
	});

	it.each([
		['another site', { origin: 'https://evil.example' }],
		['another port', { origin: 'https://site.example:8443' }],
		['the same host without encryption', { origin: 'http://site.example' }],
		['a sandboxed frame', { origin: 'null' }],
		['another site, whatever else it says', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
		['a neighbour on the same domain', { 'sec-fetch-site': 'same-site' }],
		['nobody knows where', {}]
	])('may not from %s', (_, headers) => {
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
			expect(call(method, headers)).toThrow(expect.objectContaining({ code: 'forbidden' }));
		}
	});

	it('may read from anywhere: what it reads stays with the browser', () => {
		expect(call('GET', { origin: 'https://evil.example' })).not.toThrow();
	});
});
