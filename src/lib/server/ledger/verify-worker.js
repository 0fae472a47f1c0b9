// Checks signatures on a thread of its own: one message for a whole delivery, because a message costs as much as a signature.
import { createPublicKey, verify } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/**
 * @typedef {object} Order
 * @property {number} id
 * @property {{ kty: string, crv: string, x: string, y: string }} key P-256.
 * @property {string[]} texts What was signed, as UTF-8.
 * @property {string[]} signatures 64 bytes r‖s each, base64url.
 */

/** Parsing a key costs more than checking a signature with it. The oldest is dropped first. */
const KEPT_KEYS = 2000;
/** @type {Map<string, import('node:crypto').KeyObject>} */
const keys = new Map();

function keyObject(/** @type {Order['key']} */ key) {
	const name = `${key.x}.${key.y}`;
	const known = keys.get(name);
	if (known) return known;
	const [oldest] = keys.keys();
	if (oldest !== undefined && keys.size >= KEPT_KEYS) keys.delete(oldest);
	const parsed = createPublicKey({ key, format: 'jwk' });
	keys.set(name, parsed);
	return parsed;
}

parentPort?.on('message', (/** @type {Order} */ { id, key, texts, signatures }) => {
	const checked = { key: keyObject(key), dsaEncoding: /** @type {const} */ ('ieee-p1363') };
	const genuine = texts.map((text, index) =>
		verify('sha256', Buffer.from(text), checked, Buffer.from(signatures[index] ?? '', 'base64url'))
	);
	parentPort?.postMessage({ id, genuine });
});
