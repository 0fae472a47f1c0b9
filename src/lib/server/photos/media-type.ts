/** What a picture or sound really is, by its first bytes; what the sender calls it does not count. */
import type { FileType } from '$lib/domain/sound';

/** Enough of the file's start to tell: WebM says what it is behind its header's other fields. */
export const SNIFFED_BYTES = 64;

/** Brands of MP4 as recorders write them; pictures (HEIC, AVIF) have others. */
const MP4_BRAND = /^(M4A |mp4[12]|iso[m2-9]|dash)/;

export function sniffMediaType(start: Uint8Array): FileType | null {
	const text = String.fromCharCode(...start.subarray(0, SNIFFED_BYTES));
	if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
	if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
	if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'image/webp';
	if (text.startsWith('\x1a\x45\xdf\xa3') && text.includes('webm')) return 'audio/webm';
	if (text.startsWith('OggS')) return 'audio/ogg';
	if (text.startsWith('ftyp', 4) && MP4_BRAND.test(text.slice(8))) return 'audio/mp4';
	return null;
}
