/** Signatures of webhooks as the Standard Webhooks specification has them: HMAC-SHA256 over id, time and body. */
import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
/** The specification asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** `whsec_` and the key in base64. */
export function makeWebhookSecret(): string {
	return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

export interface Message {
	/** The same for every attempt, so that the receiver can tell a repetition. */
	id: string;
	/** When this attempt is made, seconds since 1970. */
	timestamp: number;
	body: string;
}

/** The three headers. With several secrets there is a signature of each: a receiver takes any that it knows. */
export function signatureHeaders({ id, timestamp, body }: Message, secrets: readonly string[]): Record<string, string> {
	const signatures = secrets.map((secret) => {
		const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
		return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
	});
	return {
		'webhook-id': id,
		'webhook-timestamp': String(timestamp),
		'webhook-signature': signatures.join(' ')
	};
}
