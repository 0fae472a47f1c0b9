import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { mayReadMetrics } from './metrics-access';

const TOKEN = 'a-token-of-some-length';

function allowed(
	address: string,
	headers: Record<string, string> = {},
	{ token = TOKEN, env = {} }: { token?: string | null; env?: Record<string, string> } = {}
): boolean {
	const event = {
		request: new Request('http://localhost/metrics', { headers }),
		locals: { server: { metricsToken: token } },
		getClientAddress: () => address
	} as unknown as RequestEvent;
	return mayReadMetrics(event, env);
}

describe('the metrics', () => {
	it('are open to this computer itself', () => {
		for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(allowed(address)).toBe(true);
		for (const address of ['192.168.1.7', '10.127.0.0', '::ffff:192.168.1.7']) expect(allowed(address)).toBe(false);
	});

	it('are not open to strangers whom a proxy on this computer passes on', () => {
		expect(allowed('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })).toBe(false);
		expect(allowed('127.0.0.1', {}, { env: { ORIGIN: 'https://site.example' } })).toBe(false);
	});

	it('are open to whoever brings the token, from anywhere, and to nobody with another', () => {
		expect(allowed('203.0.113.9', { authorization: `Bearer ${TOKEN}` })).toBe(true);
		expect(allowed('203.0.113.9', { authorization: `Bearer ${TOKEN}x` })).toBe(false);
		expect(allowed('203.0.113.9', { authorization: 'Bearer undefined' }, { token: null })).toBe(false);
	});
});
