/** Verifies an exported ledger that lies on the disk: no server, no network, and never more than a line of it in memory at once. */
import { createReadStream } from 'node:fs';
import { ExportVerifier, type ExportVerification } from '$lib/domain/ledger-export';
import { isSignedBy } from '../ledger/signature';

/** Throws `UnusableExport`, or what reading the file came to. `serverKey`: the fingerprint that is known from elsewhere. */
export async function verifyFile(path: string, serverKey?: string): Promise<ExportVerification> {
	const verifier = new ExportVerifier((key) => (signature, bytes) => isSignedBy(key, signature, bytes));
	let complete = true;
	for await (const { text, ended } of linesOf(path)) {
		await verifier.take(text);
		complete = ended;
	}
	return verifier.finish(complete, serverKey);
}

const LINE_BREAK = 10;

async function* linesOf(path: string): AsyncGenerator<{ text: string; ended: boolean }> {
	// A byte order mark would be part of the first line: the file was made without one.
	const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
	let begun: Buffer[] = [];
	for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
		let start = 0;
		for (;;) {
			const end = chunk.indexOf(LINE_BREAK, start);
			if (end < 0) break;
			yield { text: decoder.decode(Buffer.concat([...begun, chunk.subarray(start, end)])), ended: true };
			begun = [];
			start = end + 1;
		}
		if (start < chunk.length) begun.push(chunk.subarray(start));
	}
	if (begun.length > 0) yield { text: decoder.decode(Buffer.concat(begun)), ended: false };
}
