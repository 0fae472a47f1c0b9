/** What may come across the thread, checked before anything is done with it: cheap, since patches are not looked into. */
import { Frame, Id } from '$lib/domain/site';
import * as v from 'valibot';
import { EmbeddingSchema } from '../shared/embedding';
import { VisionRequestRefused } from '../shared/errors';

const ExampleMessage = v.object({ captureId: Id, class: Id, embedding: EmbeddingSchema });

const Ticket = v.string();
const Picture = v.custom<ImageBitmap>(
	(value) => value instanceof ImageBitmap && value.width > 0 && value.height > 0,
	'no picture, or one that was closed'
);

/** The arguments of each request. */
export const REQUESTS = {
	start: v.strictTuple([
		v.object({ backend: v.picklist(['wasm', 'webgl', 'webgpu']), backbone: v.pipe(v.string(), v.url()) })
	]),
	hasHardware: v.strictTuple([v.picklist(['wasm', 'webgl', 'webgpu'])]),
	measure: v.strictTuple([]),
	openPack: v.strictTuple([
		Id,
		v.pipe(v.array(Id), v.minLength(1)),
		v.array(ExampleMessage),
		v.nullable(v.custom<(done: number, total: number) => void>((value) => typeof value === 'function')),
		Ticket
	]),
	learn: v.strictTuple([Id, ExampleMessage]),
	forget: v.strictTuple([Id, Id]),
	embed: v.strictTuple([Picture, Frame, Ticket]),
	suggest: v.strictTuple([Id, Picture, Frame, Ticket]),
	check: v.strictTuple([Picture, Frame])
} as const;

export type RequestName = keyof typeof REQUESTS;
export type ArgumentsOf<Name extends RequestName> = v.InferOutput<(typeof REQUESTS)[Name]>;

/** @throws VisionRequestRefused saying which argument is wrong */
export function checkArguments<Name extends RequestName>(name: Name, given: unknown[]): ArgumentsOf<Name> {
	const parsed = v.safeParse(REQUESTS[name], given);
	if (!parsed.success) throw new VisionRequestRefused(name, v.summarize(parsed.issues));
	return parsed.output as ArgumentsOf<Name>;
}
