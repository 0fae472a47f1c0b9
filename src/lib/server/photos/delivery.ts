/**
 * How a photo is given out. It is kept as it came, because its name, its receipt and every record about it are the hash of exactly
 * these bytes; the tablet has taken the location out before it named it. A file that still has one, from an older app or by a
 * tablet that had not heard of the site's wish, is therefore not refused (that would lose evidence) nor changed where it lies: its
 * location is taken out on the way to whoever looks at it, by the same function. What is delivered then no longer has the hash it is named by,
 * so an `ETag` of its own; whoever replays or exports evidence asks for `?original=1`, which is an admin's right.
 */
import { DEFAULT_SITE_SETTINGS } from '$lib/domain/site-settings';
import { isSound } from '$lib/domain/sound';
import { withoutLocation } from '$lib/domain/photo-location';
import type { Core } from '../core';
import { ProblemError } from '../problem';
import { readDocument } from '../projections';
import type { HeldPhoto } from './receiver';

export interface DeliveredPhoto {
	content: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
	bytes: number;
	/** Whether these are the bytes the photo is named by. */
	isOriginal: boolean;
}

/** Throws `not-found` for a file so damaged that nobody can say what it holds; an admin can still have the original. */
export async function deliverPhoto(
	core: Core,
	site: string,
	photo: HeldPhoto,
	wanted: 'picture' | 'original'
): Promise<DeliveredPhoto> {
	const settings = (await readDocument(core.db, site, 'site-settings', 'current')) ?? DEFAULT_SITE_SETTINGS;
	// No recorder writes down where a sound was recorded.
	if (wanted === 'original' || settings.keepPhotoLocation || isSound(photo.mediaType)) {
		return { content: await photo.content(), bytes: photo.bytes, isOriginal: true };
	}
	const original = Buffer.from(await new Response(await photo.content()).arrayBuffer());
	const content = withoutLocation(original);
	if (!content) throw new ProblemError('not-found', { detail: 'the file is damaged' });
	return { content, bytes: content.byteLength, isOriginal: original.equals(content) };
}
