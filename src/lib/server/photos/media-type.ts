/** What a picture file really is, by its first bytes; what the sender calls it does not count. */
import type { Photo } from '$lib/domain/capture';

/** Enough of the file's start to tell. */
export const SNIFFED_BYTES = 12;

export function sniffMediaType(start: Uint8Array): Photo['mediaType'] | null {
	const text = String.fromCharCode(...start.subarray(0, SNIFFED_BYTES));
	if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
	if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
	if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'image/webp';
	return null;
}
