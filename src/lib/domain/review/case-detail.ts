/** Everything that whoever answers a case has to see, as the server tells it and a tablet keeps it for a time without the network. */
import * as v from 'valibot';
import { PhotoHash, type Capture } from '../capture';
import type { FaultReport } from '../fault/report';
import { CaseSummary } from '../case';
import { BODIES, EntryEnvelope, isEntryType, type Entry } from '../ledger';
import { Consequence } from '../policy';
import { Id, Instant } from '../site';
import type { Suggestion } from '../suggestion';

/** A past case that looks like this one. */
export const NearCase = v.object({
	captureId: Id,
	class: Id,
	similarity: v.number(),
	/** Null where its photo is not on the server. */
	photo: v.nullable(PhotoHash),
	subjectText: v.nullable(v.string()),
	at: v.nullable(Instant)
});
export type NearCase = v.InferOutput<typeof NearCase>;

export const CaseDetail = v.object({
	summary: CaseSummary,
	/** About this capture, in the order of the ledger. */
	entries: v.array(v.object({ position: v.number(), receivedAt: Instant, entry: EntryEnvelope })),
	/** How it was routed when it arrived. */
	route: v.object({
		consequence: Consequence,
		policyVersion: v.nullable(v.number()),
		rule: v.nullable(v.object({ id: Id, name: v.string() })),
		/** Names of the conditions that made the rule match. */
		because: v.array(v.string())
	}),
	/** A second reader has not decided yet: what others said is left out until then. */
	withheld: v.boolean(),
	/** Other cases of the same unit, newest first. */
	sameUnit: v.array(CaseSummary),
	nearest: v.array(NearCase)
});
export type CaseDetail = v.InferOutput<typeof CaseDetail>;

/** What is on record before anybody speaks: a reader who must not know what others said sees this, and no more. */
export function firstStep(type: string): boolean {
	return (
		type === 'capture.recorded' || type === 'fault.reported' || type === 'suggestion.made' || type === 'photo.stored'
	);
}

/** What of a capture its case needs. */
export interface CaseCapture extends Pick<
	Capture,
	'id' | 'subject' | 'scanned' | 'workOrderId' | 'plan' | 'frame' | 'sample'
> {
	photo: Pick<Capture['photo'], 'sha256' | 'width' | 'height'>;
}

/** What was photographed and suggested; the entries about it, each with its body as its schema reads it. */
export interface CaseRecord {
	/** For a fault, its report with the first photo. */
	capture: CaseCapture;
	/** Null for a case that is about a part. */
	report: FaultReport | null;
	suggestion: Suggestion;
	/** `position` and `receivedAt` are null for what has not reached the server. */
	entries: { position: number | null; receivedAt: string | null; entry: Entry }[];
}

/** Null where the capture or the suggestion is not among the entries: then there is nothing to decide about. */
export function readRecord({ summary, entries: raw }: Pick<CaseDetail, 'summary' | 'entries'>): CaseRecord | null {
	const entries = raw.flatMap(({ entry, ...place }) => {
		const read = readEntry(entry);
		return read ? [{ ...place, entry: read }] : [];
	});
	let capture: CaseCapture | null = null;
	let report: FaultReport | null = null;
	let suggestion: Suggestion | null = null;
	for (const { entry } of entries) {
		if (entry.type === 'capture.recorded' && entry.body.id === summary.captureId) capture = entry.body;
		if (entry.type === 'fault.reported' && entry.body.id === summary.captureId) {
			report = entry.body;
			capture = captureOf(report);
		}
		if (entry.type === 'suggestion.made' && entry.body.id === summary.suggestionId) suggestion = entry.body;
	}
	return capture && suggestion && { capture, report, suggestion, entries };
}

/** A report may come without a photo: its name is empty then, as it is in the case. */
function captureOf({ id, assetId, scanned, photos, sample }: FaultReport): CaseCapture {
	const [photo = { sha256: '', width: 1, height: 1 }] = photos;
	const frame = { x: 0, y: 0, width: 1, height: 1 };
	return { id, subject: { kind: 'asset', assetId }, scanned, workOrderId: null, plan: null, frame, photo, sample };
}

/** A kind of entry that only a newer app knows is left out. */
function readEntry(envelope: EntryEnvelope): Entry | null {
	if (!isEntryType(envelope.type)) return null;
	const parsed = v.safeParse(BODIES[envelope.type], envelope.body);
	return parsed.success ? ({ ...envelope, body: parsed.output } as Entry) : null;
}
