/**
 * `POST /api/assets/readings`: other systems say what machines showed and which of their components were replaced. The call carries
 * `Authorization: Bearer <token>`, which an admin draws for each system. A reading has an id of that system's own: sent twice, it counts once.
 */
import { ErrorCode } from '$lib/domain/fault/report';
import { Instant } from '$lib/domain/site';
import * as v from 'valibot';

export const READINGS_PATH = '/api/assets/readings';
export const MAX_READINGS = 100;
export const MAX_READINGS_BYTES = 512 * 1024;

const Component = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));

export const SentReading = v.object({
	id: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
	/** The code on the machine's label. */
	asset: v.pipe(v.string(), v.minLength(1), v.maxLength(90)),
	at: Instant,
	codes: v.optional(v.pipe(v.array(ErrorCode), v.maxLength(100)), []),
	replaced: v.optional(v.pipe(v.array(Component), v.maxLength(50)), [])
});
export type SentReading = v.InferOutput<typeof SentReading>;

export const ReadingsRequest = v.object({
	readings: v.pipe(v.array(SentReading), v.minLength(1), v.maxLength(MAX_READINGS))
});

/** One for each reading, in their order. `unknown-asset` is not kept: it may be sent again once the register has the machine. */
export const ReadingsResponse = v.object({
	results: v.array(v.object({ id: v.string(), result: v.picklist(['stored', 'duplicate', 'unknown-asset']) }))
});
export type ReadingsResponse = v.InferOutput<typeof ReadingsResponse>;
