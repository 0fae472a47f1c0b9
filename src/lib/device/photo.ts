/** A picture as it will be kept: its type found from its bytes, its size held within limits, its name the hash of its content. */
import { MAX_PHOTO_BYTES, MAX_THUMBNAIL_BYTES, type Photo } from '$lib/domain/capture';
import { DomainError } from '$lib/domain/errors';

/** JPEG quality of what the camera gives: no visible loss, a tenth of the bytes. */
export const JPEG_QUALITY = 0.9;
/** Above this the picture is scaled down: more shows no more of a defect and fills the tablet. */
const MOST_PIXELS = 12_000_000;
/** Long side of a preview, pixels: what a list shows on a sharp screen. */
const THUMBNAIL_SIDE = 320;
/** Tried in turn until the preview is small enough; the last gives some 10 KB for the noisiest picture. */
const THUMBNAIL_QUALITIES = [0.7, 0.5, 0.3];

/** The file is no picture we can keep: JPEG, PNG or WebP. */
export class PhotoTypeRefused extends DomainError {
	readonly code = 'photo-type-refused';
	constructor(mediaType: string) {
		super({ mediaType });
	}
}

export class PhotoTooLarge extends DomainError {
	readonly code = 'photo-too-large';
	constructor(bytes: number) {
		super({ megabytes: Math.ceil(bytes / 1024 / 1024), limitMegabytes: MAX_PHOTO_BYTES / 1024 / 1024 });
	}
}

/** It says it is a picture, and the browser cannot decode it. */
export class PhotoUnreadable extends DomainError {
	readonly code = 'photo-unreadable';
}

/** A picture's content and its facts. */
export interface PhotoFile extends Photo {
	blob: Blob;
	/** A small JPEG of it, sent ahead; null where none could be made, which holds nothing up. */
	thumbnail: Blob | null;
}

export interface OpenedPhoto {
	bitmap: ImageBitmap;
	stored: PhotoFile;
}

/**
 * Takes a picture from a file: sniffed, decoded the right way up, scaled down above 12 megapixels.
 * @param location whether what the file says about where it was taken stays in it
 * @throws PhotoTypeRefused, PhotoTooLarge, PhotoUnreadable
 */
export async function openPhoto(file: Blob, location: 'keep' | 'remove' = 'remove'): Promise<OpenedPhoto> {
	const mediaType = await sniffMediaType(file);
	if (!mediaType) throw new PhotoTypeRefused(file.type);
	const bitmap = await decode(file);
	try {
		const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (bitmap.width * bitmap.height)));
		// Turned by its EXIF data, the stored bytes would not have the bitmap's width and height: such a file is written anew.
		if (scale === 1 && file.size <= MAX_PHOTO_BYTES && !(await isTurned(file, bitmap))) {
			const bytes = new Uint8Array(await file.arrayBuffer());
			const kept = location === 'keep' ? bytes : await removeLocation(bytes);
			// What is built so oddly that nobody can say what it holds is written anew as well.
			if (kept) {
				const blob = new Blob([kept], { type: mediaType });
				return { bitmap, stored: await describe(blob, mediaType, bitmap, await makeThumbnail(bitmap, bitmap)) };
			}
		}
		const canvas = drawPicture(
			bitmap,
			Math.max(1, Math.round(bitmap.width * scale)),
			Math.max(1, Math.round(bitmap.height * scale))
		);
		bitmap.close();
		return { bitmap: await createImageBitmap(canvas), stored: await encodePhoto(canvas) };
	} catch (error) {
		bitmap.close();
		throw error;
	}
}

/** Only files need it: the camera's pictures say nothing about a place. */
async function removeLocation(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
	const { withoutLocation } = await import('$lib/domain/photo-location');
	return withoutLocation(bytes);
}

/** Writes a drawn picture as JPEG and names it by its hash. @throws PhotoTooLarge, PhotoUnreadable */
export async function encodePhoto(canvas: PhotoCanvas): Promise<PhotoFile> {
	return describe(await encodeJpeg(canvas, JPEG_QUALITY), 'image/jpeg', canvas, await makeThumbnail(canvas, canvas));
}

export type PhotoCanvas = OffscreenCanvas | HTMLCanvasElement;

/** A canvas off the screen with this picture on it. @throws PhotoUnreadable where the browser has no memory for one */
export function drawPicture(picture: CanvasImageSource, width: number, height: number): PhotoCanvas {
	const canvas: PhotoCanvas =
		'OffscreenCanvas' in globalThis
			? new OffscreenCanvas(width, height)
			: Object.assign(document.createElement('canvas'), { width, height });
	const context = canvas.getContext('2d', { alpha: false }) as
		CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
	if (!context) throw new PhotoUnreadable();
	context.imageSmoothingQuality = 'high';
	context.drawImage(picture, 0, 0, width, height);
	return canvas;
}

/** SHA-256 of the content, lower-case hexadecimal: a photo's name everywhere. */
export async function hashPhoto(blob: Blob): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The media type by the first bytes, whatever the file calls itself; null when it is none we keep. */
export async function sniffMediaType(file: Blob): Promise<Photo['mediaType'] | null> {
	const bytes = new Uint8Array(await file.slice(0, 12).arrayBuffer());
	const text = String.fromCharCode(...bytes);
	if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
	if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
	if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'image/webp';
	return null;
}

async function describe(
	blob: Blob,
	mediaType: Photo['mediaType'],
	{ width, height }: Size,
	thumbnail: Blob | null
): Promise<PhotoFile> {
	if (blob.size > MAX_PHOTO_BYTES) throw new PhotoTooLarge(blob.size);
	return { blob, sha256: await hashPhoto(blob), mediaType, bytes: blob.size, width, height, thumbnail };
}

interface Size {
	width: number;
	height: number;
}

/** Only a preview: whatever fails here must not cost the photo. */
async function makeThumbnail(picture: CanvasImageSource, { width, height }: Size): Promise<Blob | null> {
	const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(width, height));
	try {
		const canvas = drawPicture(
			picture,
			Math.max(1, Math.round(width * scale)),
			Math.max(1, Math.round(height * scale))
		);
		for (const quality of THUMBNAIL_QUALITIES) {
			const blob = await encodeJpeg(canvas, quality);
			if (blob.size <= MAX_THUMBNAIL_BYTES) return blob;
		}
	} catch {
		// Out of memory, most likely: the list shows the photo itself instead.
	}
	return null;
}

async function decode(file: Blob): Promise<ImageBitmap> {
	try {
		return await createImageBitmap(file);
	} catch {
		throw new PhotoUnreadable();
	}
}

async function isTurned(file: Blob, shown: ImageBitmap): Promise<boolean> {
	const raw = await createImageBitmap(file, { imageOrientation: 'none' }).catch(() => null);
	const turned = raw !== null && (raw.width !== shown.width || raw.height !== shown.height);
	raw?.close();
	return turned;
}

async function encodeJpeg(canvas: PhotoCanvas, quality: number): Promise<Blob> {
	if (!(canvas instanceof HTMLCanvasElement)) return canvas.convertToBlob({ type: 'image/jpeg', quality });
	const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
	if (!blob) throw new PhotoUnreadable();
	return blob;
}
