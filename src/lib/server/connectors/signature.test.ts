import { webcrypto } from 'node:crypto';
import { expect, it } from 'vitest';
import { verifyWebhook } from '../../../../tests/fixtures/webhook-receiver';
import { makeWebhookSecret, signatureHeaders } from './signature';

it('signs as the example of the Standard Webhooks specification', () => {
	const message = {
		id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
		timestamp: 1614265330,
		body: '{"test": 2432232314}'
	};
	expect(signatureHeaders(message, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])).toEqual({
		'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
		'webhook-timestamp': '1614265330',
		'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
	});
});

it('is recognised by a receiver that knows any of the secrets, and by nobody for anything else', async () => {
	const [old, current, foreign] = [makeWebhookSecret(), makeWebhookSecret(), makeWebhookSecret()];
	const body = '{"type":"action.finalized","data":{"name":"Rißprüfung"}}';
	const headers = signatureHeaders({ id: 'one', timestamp: 1_800_000_000, body }, [current, old]);
	expect(await verifyWebhook(webcrypto, current, headers, body)).toBe(true);
	expect(await verifyWebhook(webcrypto, old, headers, body)).toBe(true);
	expect(await verifyWebhook(webcrypto, foreign, headers, body)).toBe(false);
	expect(await verifyWebhook(webcrypto, current, headers, body.replace('ß', 'ss'))).toBe(false);
	expect(await verifyWebhook(webcrypto, current, { ...headers, 'webhook-id': 'two' }, body)).toBe(false);
	expect(await verifyWebhook(webcrypto, current, { ...headers, 'webhook-timestamp': '1800000001' }, body)).toBe(false);
});
