/** What a tablet has not been able to send, as one file that any server of the site can import. */
import { Photo } from '$lib/domain/capture';
import { EntryEnvelope } from '$lib/domain/ledger';
import { Instant } from '$lib/domain/site';
import { FILE_TYPES } from '$lib/domain/sound';
import * as v from 'valibot';

export const QUEUE_FILE_FORMAT = 'countersign-queue';
export const QUEUE_FILE_VERSION = 1;

/** A photo, or a sound, which has no width and height. */
const QueuedPhoto = v.object({
	...Photo.entries,
	mediaType: v.picklist(FILE_TYPES),
	width: v.pipe(v.number(), v.integer(), v.minValue(0)),
	height: v.pipe(v.number(), v.integer(), v.minValue(0)),
	takenAt: Instant,
	/** The bytes in base64 (RFC 4648, padded). */
	data: v.string()
});

/** The entries are signed and chained as they are: importing them is a push. */
export const QueueFile = v.object({
	format: v.literal(QUEUE_FILE_FORMAT),
	version: v.literal(QUEUE_FILE_VERSION),
	exportedAt: Instant,
	/** Null when the tablet does not know any more who it is. */
	device: v.nullable(v.string()),
	entries: v.array(EntryEnvelope),
	photos: v.array(QueuedPhoto),
	/** Photos whose bytes could not be read on the tablet. */
	unreadablePhotos: v.array(v.string())
});
export type QueueFile = v.InferOutput<typeof QueueFile>;

/** What the desk reads a file as, photos apart: an entry that is damaged never keeps the others out. */
export const LenientQueueFile = v.object({
	format: v.literal(QUEUE_FILE_FORMAT),
	version: v.number(),
	device: v.nullable(v.string()),
	entries: v.array(v.record(v.string(), v.unknown())),
	unreadablePhotos: v.array(v.string())
});
export type LenientQueueFile = v.InferOutput<typeof LenientQueueFile>;
