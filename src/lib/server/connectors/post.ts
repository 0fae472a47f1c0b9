/** One attempt to hand a message over. */
import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import { literalFault, lookupFor } from './address';

const TIMEOUT_MS = 15_000;
/** Characters of an answer that are kept: enough to see what the receiver did not like. */
const EXCERPT = 300;
const EXCERPT_BYTES = 4 * EXCERPT;

export interface Answer {
	/** HTTP status; null when no answer came. */
	status: number | null;
	/** The beginning of the answer, or the code of what went wrong. */
	text: string;
}

/** Never throws: whatever happens is an answer. A redirect is not followed, for it would take the message where nobody has looked. */
export async function post(url: string, headers: Record<string, string>, body: string): Promise<Answer> {
	try {
		const target = new URL(url);
		const fault = literalFault(target);
		if (fault) return { status: null, text: fault };
		return await send(target, headers, body);
	} catch (error) {
		return { status: null, text: codeOf(error) };
	}
}

function send(target: URL, headers: Record<string, string>, body: string): Promise<Answer> {
	const request = target.protocol === 'https:' ? requestEncrypted : requestPlain;
	return new Promise((resolve, reject) => {
		const sent = request(target, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'content-length': Buffer.byteLength(body),
				'user-agent': 'Countersign',
				...headers
			},
			// Kept connections would outlive a change of address, and hold the server when it stops.
			agent: false,
			lookup: lookupFor(target.protocol),
			signal: AbortSignal.timeout(TIMEOUT_MS)
		});
		sent.on('response', (response) => {
			const { statusCode = null } = response;
			readExcerpt(response).then((text) => resolve({ status: statusCode, text }), reject);
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

async function readExcerpt(response: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of response) {
		chunks.push(chunk as Buffer);
		length += (chunk as Buffer).byteLength;
		// Leaving the loop closes the connection: nobody waits for the rest.
		if (length >= EXCERPT_BYTES) break;
	}
	const text = Buffer.concat(chunks)
		.toString('utf8')
		.replace(/\p{Cc}+/gu, ' ')
		.trim();
	return text.slice(0, EXCERPT);
}

function codeOf(error: unknown): string {
	if (!(error instanceof Error)) return 'unknown';
	if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timeout';
	return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
