/** A short recording of what a machine sounds like; kept, sent and named by its content as photos are. */
import * as v from 'valibot';
import { PHOTO_TYPES, PhotoHash } from './capture';

export const SOUND_TYPES = ['audio/webm', 'audio/mp4', 'audio/ogg'] as const;
export const MAX_SOUND_BYTES = 2 * 1024 * 1024;
export const MAX_SOUND_SECONDS = 15;

export const Sound = v.object({
	sha256: PhotoHash,
	mediaType: v.picklist(SOUND_TYPES),
	bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_SOUND_BYTES)),
	seconds: v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_SOUND_SECONDS + 1))
});
export type Sound = v.InferOutput<typeof Sound>;

/** Everything that is sent and kept as photos are. */
export const FILE_TYPES = [...PHOTO_TYPES, ...SOUND_TYPES] as const;
export type FileType = (typeof FILE_TYPES)[number];

export function isSound(mediaType: string): boolean {
	return SOUND_TYPES.some((type) => type === mediaType);
}
