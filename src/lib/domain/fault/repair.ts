/** What was done about a fault, and whether it helped. */
import * as v from 'valibot';
import { Id } from '../site';

/** Of what people say beside a repair. */
export const MAX_WORDS = 1000;
const Text = v.pipe(v.string(), v.trim(), v.maxLength(MAX_WORDS));

export const PartUsed = v.object({
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
	quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000))
});

export const Repair = v.object({
	id: Id,
	reportId: Id,
	suggestionId: Id,
	/** In the words of the catalogue's remedies, or the technician's own. */
	remedies: v.pipe(v.array(v.pipe(Text, v.minLength(1))), v.minLength(1), v.maxLength(20)),
	parts: v.pipe(v.array(PartUsed), v.maxLength(50)),
	/** Components that were replaced: their age starts again. */
	replaced: v.pipe(v.array(v.pipe(v.string(), v.maxLength(120))), v.maxLength(20)),
	minutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7 * 24 * 60)),
	note: Text
});
export type Repair = v.InferOutput<typeof Repair>;

export const HELPED = ['yes', 'partly', 'no'] as const;

/** Asked at the next visit or after a time. `no`: the confirmed cause was not it, and the case no longer teaches it. */
export const RepairOutcome = v.object({
	id: Id,
	reportId: Id,
	repairId: Id,
	helped: v.picklist(HELPED),
	/** What it was after all, where it is known by now. */
	causeId: v.nullable(Id),
	note: Text
});
export type RepairOutcome = v.InferOutput<typeof RepairOutcome>;

/** What another system knows of a machine: what its controller reported, and which components were replaced when. */
export const AssetReading = v.object({
	assetId: Id,
	at: v.pipe(v.string(), v.isoTimestamp(), v.endsWith('Z')),
	codes: v.pipe(v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))), v.maxLength(100)),
	replaced: v.pipe(v.array(v.pipe(v.string(), v.maxLength(120))), v.maxLength(50)),
	/** Which system said so, and what it calls this reading: the same one is taken once. */
	sourceId: v.optional(Id),
	externalId: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(120)))
});
export type AssetReading = v.InferOutput<typeof AssetReading>;
