/** Photos and their context, as taken: nothing here is an opinion. */
import * as v from 'valibot';
import { Frame, Id } from './site';
import { Subject } from './subject';

/** SHA-256 as 64 lower-case hexadecimal digits: a photo's name everywhere. */
export const PhotoHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export const MAX_PHOTO_BYTES = 20 * 1024 * 1024;
/** Of the small preview that a tablet sends ahead of a photo: half a second on the slowest network. */
export const MAX_THUMBNAIL_BYTES = 24 * 1024;

export const Photo = v.object({
	sha256: PhotoHash,
	mediaType: v.picklist(PHOTO_TYPES),
	bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PHOTO_BYTES)),
	/** Pixels, as stored. */
	width: v.pipe(v.number(), v.integer(), v.minValue(1)),
	height: v.pipe(v.number(), v.integer(), v.minValue(1))
});
export type Photo = v.InferOutput<typeof Photo>;

export const Capture = v.object({
	id: Id,
	subject: Subject,
	/** The code as read, and how; null when the subject was picked by hand. */
	scanned: v.nullable(
		v.object({ text: v.string(), symbology: v.string(), source: v.picklist(['camera', 'still', 'wedge', 'typed']) })
	),
	workOrderId: v.nullable(Id),
	areaId: v.nullable(Id),
	plan: v.nullable(v.object({ version: v.number(), viewId: Id })),
	/** The crop the model sees; the photo is kept whole. */
	frame: Frame,
	photo: Photo,
	photoSource: v.picklist(['camera', 'file', 'sample']),
	/** True when the picture was drawn by us: never evidence about a real part. */
	sample: v.boolean()
});
export type Capture = v.InferOutput<typeof Capture>;
