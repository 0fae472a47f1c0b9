/**
 * Takes out of a picture file what may name a place, without touching a pixel. Cameras write it into EXIF; programs into XMP, IPTC and
 * fields of their own, and some append a second picture or a film. So only what is needed to show the picture stays: this list, not a
 * list of what is known to be bad. Which way up it is shown (EXIF `Orientation`) is kept.
 *
 * JPEG: ITU-T T.81, Annex B. PNG: W3C PNG (Third Edition), 5.3. WebP: RFC 9649, section 2.
 */

/** Null where the file is not built as its kind should be: then nobody can say what it holds. The same bytes where nothing was in it. */
export function withoutLocation(file: Uint8Array): Uint8Array<ArrayBuffer> | null {
	const text = String.fromCharCode(...file.subarray(0, 12));
	const pieces = text.startsWith('\xff\xd8')
		? piecesOfJpeg(file)
		: text.startsWith('\x89PNG')
			? piecesOfPng(file)
			: text.startsWith('RIFF') && text.endsWith('WEBP')
				? piecesOfWebp(file)
				: null;
	if (!pieces) return null;
	const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
	const kept = new Uint8Array(length);
	let at = 0;
	for (const piece of pieces) {
		kept.set(piece, at);
		at += piece.length;
	}
	return kept;
}

/** Colour: without these the same pixels look different. JFIF (APP0), colour profile (APP2), Adobe's colour transform (APP14). */
const JPEG_KEPT: Readonly<Record<number, string>> = { 0xe0: 'JFIF', 0xe2: 'ICC_PROFILE', 0xee: 'Adobe' };
const EXIF = 'Exif\0\0';

function piecesOfJpeg(file: Uint8Array): Uint8Array[] | null {
	const view = viewOf(file);
	const pieces = [file.subarray(0, 2)];
	let orientation: number | null = null;
	let at = 2;
	while (at + 4 <= file.length) {
		if (file[at] !== 0xff) return null;
		const marker = file[at + 1] ?? 0;
		// Fill bytes before a marker.
		if (marker === 0xff) {
			at++;
			continue;
		}
		const end = at + 2 + view.getUint16(at + 2);
		if (end > file.length || end < at + 4) return null;
		const segment = file.subarray(at, end);
		if (startsWith(segment, EXIF, 4)) orientation ??= orientationOf(segment.subarray(4 + EXIF.length));
		const isApplication = marker >= 0xe0 && marker <= 0xef;
		const isComment = marker === 0xfe;
		const wanted = JPEG_KEPT[marker];
		if (isApplication ? wanted !== undefined && startsWith(segment, wanted, 4) : !isComment) pieces.push(segment);
		at = end;
		if (marker !== 0xda) continue;
		const scan = endOfScan(file, at);
		pieces.push(file.subarray(at, scan));
		at = scan;
		// What follows the end of the picture belongs to something else.
		if (file[at + 1] === 0xd9) {
			pieces.push(file.subarray(at, at + 2));
			break;
		}
	}
	if (orientation !== null) {
		// EXIF stands right after JFIF where there is one, else first.
		const afterJfif = pieces[1]?.[1] === 0xe0 ? 2 : 1;
		pieces.splice(afterJfif, 0, jpegExif(orientation));
	}
	return pieces;
}

/** Compressed data goes on until a marker; FF00 is an FF in it, FFD0 to FFD7 restart it. */
function endOfScan(file: Uint8Array, start: number): number {
	let at = start;
	for (;;) {
		at = file.indexOf(0xff, at);
		const next = file[at + 1];
		if (at < 0 || next === undefined) return file.length;
		if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
		at += next === 0xff ? 1 : 2;
	}
}

function jpegExif(orientation: number): Uint8Array {
	const tiff = exifWith(orientation);
	const length = 2 + EXIF.length + tiff.length;
	return Uint8Array.of(0xff, 0xe1, length >> 8, length & 0xff, ...bytesOf(EXIF), ...tiff);
}

/** Ancillary chunks that change how the pixels look, or that animate; critical ones begin with a capital letter and stay too. */
const PNG_KEPT = new Set('tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs sPLT hIST cICP mDCV cLLI acTL fcTL fdAT'.split(' '));

function piecesOfPng(file: Uint8Array): Uint8Array[] | null {
	const view = viewOf(file);
	const pieces = [file.subarray(0, 8)];
	let at = 8;
	while (at + 12 <= file.length) {
		const end = at + 12 + view.getUint32(at);
		if (end > file.length) return null;
		const type = textAt(file, at + 4, 4);
		const chunk = file.subarray(at, end);
		if (/^[A-Z]/.test(type) || PNG_KEPT.has(type)) pieces.push(chunk);
		const orientation = type === 'eXIf' ? orientationOf(chunk.subarray(8, -4)) : null;
		if (orientation !== null) pieces.push(pngChunk('eXIf', exifWith(orientation)));
		at = end;
		if (type === 'IEND') return pieces;
	}
	return null;
}

function pngChunk(type: string, content: Uint8Array): Uint8Array {
	const chunk = new Uint8Array(12 + content.length);
	const view = viewOf(chunk);
	view.setUint32(0, content.length);
	chunk.set(bytesOf(type), 4);
	chunk.set(content, 8);
	view.setUint32(8 + content.length, crc32(chunk.subarray(4, -4)));
	return chunk;
}

const WEBP_KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Bits of the `VP8X` header. */
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

function piecesOfWebp(file: Uint8Array): Uint8Array[] | null {
	const view = viewOf(file);
	const header = Uint8Array.from(file.subarray(0, 12));
	const pieces: Uint8Array[] = [header];
	let extended: Uint8Array | null = null;
	let orientation: number | null = null;
	const whole = Math.min(file.length, 8 + view.getUint32(4, true));
	let at = 12;
	while (at + 8 <= whole) {
		const length = view.getUint32(at + 4, true);
		const end = at + 8 + length + (length % 2);
		if (at + 8 + length > whole) return null;
		const type = textAt(file, at, 4);
		// Copied: a flag in one of them changes, and the caller's file must not.
		const chunk = Uint8Array.from(file.subarray(at, end));
		if (type === 'VP8X') extended = chunk;
		if (type === 'EXIF')
			orientation ??= orientationOf(chunk.subarray(startsWith(chunk, EXIF, 8) ? 8 + EXIF.length : 8));
		if (WEBP_KEPT.has(type)) pieces.push(chunk);
		at = end;
	}
	if (orientation !== null && extended) pieces.push(webpChunk('EXIF', exifWith(orientation)));
	if (extended) {
		const flags = (extended[8] ?? 0) & ~(HAS_EXIF | HAS_XMP);
		extended[8] = orientation === null ? flags : flags | HAS_EXIF;
	}
	viewOf(header).setUint32(4, pieces.reduce((sum, piece) => sum + piece.length, 0) - 8, true);
	return pieces;
}

function webpChunk(type: string, content: Uint8Array): Uint8Array {
	const chunk = new Uint8Array(8 + content.length + (content.length % 2));
	chunk.set(bytesOf(type));
	viewOf(chunk).setUint32(4, content.length, true);
	chunk.set(content, 8);
	return chunk;
}

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;

/** EXIF (a TIFF header and its first directory) that says which way up, and nothing else. */
function exifWith(orientation: number): Uint8Array {
	const bytes = new Uint8Array(26);
	const view = viewOf(bytes);
	bytes.set(bytesOf('MM'));
	view.setUint16(2, 42);
	view.setUint32(4, 8);
	view.setUint16(8, 1);
	view.setUint16(10, ORIENTATION_TAG);
	view.setUint16(12, SHORT);
	view.setUint32(14, 1);
	view.setUint16(18, orientation);
	return bytes;
}

/** 2 to 8 as EXIF 2.3, section 4.6.4, has them; null where it is upright, says nothing, or cannot be read. */
function orientationOf(tiff: Uint8Array): number | null {
	const view = viewOf(tiff);
	const order = textAt(tiff, 0, 2);
	if (tiff.length < 14 || (order !== 'II' && order !== 'MM')) return null;
	const little = order === 'II';
	const directory = view.getUint32(4, little);
	if (directory + 2 > tiff.length) return null;
	const count = view.getUint16(directory, little);
	for (let entry = directory + 2; entry < directory + 2 + count * 12 && entry + 12 <= tiff.length; entry += 12) {
		if (view.getUint16(entry, little) !== ORIENTATION_TAG) continue;
		const value = view.getUint16(entry + 8, little);
		return value >= 2 && value <= 8 ? value : null;
	}
	return null;
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bytesOf(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(at, at + length));
}

function startsWith(bytes: Uint8Array, text: string, at: number): boolean {
	return textAt(bytes, at, text.length) === text;
}

/** PNG, Annex D: the check at the end of a chunk. Only a few dozen bytes ever pass here. */
function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	}
	return (crc ^ 0xffffffff) >>> 0;
}
