/** Verifies an exported ledger in the browser, with the browser's own cryptography. */
import { ExportVerifier, type ExportVerification } from '$lib/domain/ledger-export';
import type { Verify } from '$lib/domain/ledger';
import type { PublicKey } from '$lib/domain/site';

export interface VerifyOptions {
	/** The server's key, where it is known from elsewhere. */
	serverKey?: string;
	signal: AbortSignal;
	/** Told of the bytes that were read so far. */
	onread: (bytes: number) => void;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };
const LINE_BREAK = 10;
/** Lines between which the page may draw and take a press of a button. */
const LINES_AT_ONCE = 200;

/** Throws `UnusableExport`, the signal's reason, or what reading the file came to. */
export async function verifyBlob(
	file: Blob,
	{ serverKey, signal, onread }: VerifyOptions
): Promise<ExportVerification> {
	const verifier = new ExportVerifier(verifyWith);
	let complete = true;
	let read = 0;
	let lines = 0;
	for await (const { text, bytes, ended } of linesOf(file)) {
		await verifier.take(text);
		complete = ended;
		read += bytes;
		if (++lines % LINES_AT_ONCE === 0) {
			onread(read);
			await nextTask();
			signal.throwIfAborted();
		}
	}
	return verifier.finish(complete, serverKey);
}

function verifyWith(publicKey: PublicKey): Verify {
	const key = crypto.subtle.importKey('jwk', { ...publicKey }, ALGORITHM, false, ['verify']);
	// A key that is no point of the curve verifies nothing.
	key.catch(() => undefined);
	return async (signature, bytes) => {
		const imported = await key.catch(() => null);
		return imported !== null && crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, imported, signature, bytes);
	};
}

async function* linesOf(file: Blob): AsyncGenerator<{ text: string; bytes: number; ended: boolean }> {
	// A byte order mark would be part of the first line: the file was made without one.
	const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
	const reader = file.stream().getReader();
	let begun: Uint8Array[] = [];
	const take = (last: Uint8Array, ended: boolean) => {
		const whole = joined([...begun, last]);
		begun = [];
		return { text: decoder.decode(whole), bytes: whole.byteLength + (ended ? 1 : 0), ended };
	};
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		let start = 0;
		for (let end = value.indexOf(LINE_BREAK); end >= 0; end = value.indexOf(LINE_BREAK, start)) {
			yield take(value.subarray(start, end), true);
			start = end + 1;
		}
		if (start < value.length) begun.push(value.subarray(start));
	}
	if (begun.length > 0) yield take(new Uint8Array(), false);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.byteLength;
	}
	return whole;
}

function nextTask(): Promise<void> {
	return new Promise((done) => setTimeout(done));
}
