/** What is wrong with a machine, as somebody at it saw, heard and read it: nothing here is an opinion about the cause. */
import * as v from 'valibot';
import { Photo } from '../capture';
import { Id, Instant } from '../site';
import { Sound } from '../sound';

/** What the machine or its controller says. */
export const ErrorCode = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60));

/** A code that the machine showed, or a sensor reported. */
export const CodeSeen = v.object({ code: ErrorCode, at: Instant });
export type CodeSeen = v.InferOutput<typeof CodeSeen>;

/** Of one report. */
export const MAX_PHOTOS = 12;
export const MAX_SOUNDS = 3;

export { MAX_SOUND_BYTES, MAX_SOUND_SECONDS, Sound, SOUND_TYPES } from '../sound';

export const FaultReport = v.object({
	/** Also the `captureId` of the suggestion about it. */
	id: Id,
	assetId: Id,
	scanned: v.nullable(
		v.object({ text: v.string(), symbology: v.string(), source: v.picklist(['camera', 'still', 'wedge', 'typed']) })
	),
	/** Ids of the catalogue's symptoms. */
	symptoms: v.pipe(v.array(Id), v.maxLength(50)),
	codes: v.pipe(v.array(CodeSeen), v.maxLength(100)),
	text: v.pipe(v.string(), v.trim(), v.maxLength(2000)),
	photos: v.pipe(v.array(Photo), v.maxLength(MAX_PHOTOS)),
	sounds: v.pipe(v.array(Sound), v.maxLength(MAX_SOUNDS)),
	catalogueVersion: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** True on a demo asset: never evidence about a real machine. */
	sample: v.boolean()
});
export type FaultReport = v.InferOutput<typeof FaultReport>;
