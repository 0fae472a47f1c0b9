/** What a file turned out to be, whatever its sender called it. */
import { createHash } from 'node:crypto';
import type { FileType } from '$lib/domain/sound';
import { SNIFFED_BYTES, sniffMediaType } from './media-type';

export interface Examined {
	sha256: string;
	bytes: number;
	/** Null when it is no picture and no sound that is kept. */
	mediaType: FileType | null;
}

export async function examine(content: AsyncIterable<Uint8Array>): Promise<Examined> {
	const hash = createHash('sha256');
	let bytes = 0;
	let start = new Uint8Array();
	for await (const chunk of content) {
		hash.update(chunk);
		bytes += chunk.byteLength;
		if (start.byteLength < SNIFFED_BYTES)
			start = new Uint8Array(Buffer.concat([start, chunk]).subarray(0, SNIFFED_BYTES));
	}
	return { sha256: hash.digest('hex'), bytes, mediaType: sniffMediaType(start) };
}
