/** `POST /api/sync/push` and `GET /api/sync/pull`. */
import { EntryEnvelope } from '$lib/domain/ledger';
import { Id, Instant } from '$lib/domain/site';
import * as v from 'valibot';

export const PUSH_PATH = '/api/sync/push';
export const IMPORT_PATH = '/api/sync/import';
/** The protocol's version, sent as `Countersign-Protocol` with every call; a server that cannot serve it says `unsupported-version`. */
export const PROTOCOL_VERSION = 2;
/** The oldest version that is still served: tablets are updated when they come by, some after weeks. */
export const OLDEST_PROTOCOL_VERSION = 1;

/** Whether a caller that names this version is served; programs that name none are not tablets. */
export function isProtocolServed(
	header: string | null,
	oldest = OLDEST_PROTOCOL_VERSION,
	newest = PROTOCOL_VERSION
): boolean {
	if (header === null) return true;
	return /^\d{1,6}$/.test(header) && Number(header) >= oldest && Number(header) <= newest;
}

/** The version that a caller speaks whom `isProtocolServed` lets in; whoever names none is given everything. */
export function protocolOf(header: string | null): number {
	return header === null ? PROTOCOL_VERSION : Number(header);
}

export const MAX_PUSH_ENTRIES = 100;

/**
 * Stands in the chain for a record that the tablet made and no longer holds: its place is taken, what became of it is on record, and
 * what comes after it is not held up. The rest is what the tablet still knows of it. Always the same for the same record.
 */
export const LostRecord = v.object({
	lost: v.literal(true),
	id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	seq: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER)),
	type: v.nullable(v.string()),
	at: v.nullable(Instant),
	personId: v.nullable(Id)
});
export type LostRecord = v.InferOutput<typeof LostRecord>;

/** One device's entries in `seq` order. */
export const PushRequest = v.object({
	device: Id,
	/** The `seq` of the newest record on the tablet: what it still owes after this call. Older tablets do not say. */
	lastSeq: v.optional(v.number()),
	entries: v.pipe(v.array(v.union([EntryEnvelope, LostRecord])), v.minLength(1), v.maxLength(MAX_PUSH_ENTRIES))
});
export type PushRequest = v.InferOutput<typeof PushRequest>;

/** What the server reads a push as: an entry it cannot make sense of is quarantined, so one bad record never blocks the others. */
export const LenientPushRequest = v.object({
	device: Id,
	lastSeq: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))),
	entries: v.pipe(v.array(v.record(v.string(), v.unknown())), v.minLength(1), v.maxLength(MAX_PUSH_ENTRIES))
});
export type LenientPushRequest = v.InferOutput<typeof LenientPushRequest>;
/**
 * `POST /api/sync/import`: another device's entries as a queue file holds them, brought by a tablet of the site or by an admin. Each
 * entry's own signature counts, not who brings it; what that signature does not cover moves no chain. Answered as a push is.
 */
export const ImportRequest = LenientPushRequest;
export type ImportRequest = LenientPushRequest;
/** Bytes of a push body, so that a hundred entries with heat maps fit and nothing larger is read into memory. */
export const MAX_PUSH_BYTES = 8 * 1024 * 1024;
export const PROTOCOL_HEADER = 'Countersign-Protocol';
/** The app's version on the tablet, for the admin's list of devices. */
export const APP_HEADER = 'Countersign-App';

export const Receipt = v.object({
	id: v.string(),
	seq: v.number(),
	/** `quarantined` is stored too, with the reason: the tablet may let go of it. `out-of-order` is not: send from `expectedSeq`. */
	result: v.picklist(['stored', 'duplicate', 'quarantined', 'out-of-order']),
	position: v.nullable(v.number()),
	reason: v.nullable(v.string())
});
export type Receipt = v.InferOutput<typeof Receipt>;

export const PushResponse = v.object({
	receipts: v.array(Receipt),
	/** The next `seq` the server expects of this device. */
	expectedSeq: v.number(),
	/** SHA-256 names of photos that stored entries mention and the server does not have. */
	missingPhotos: v.array(v.string()),
	serverTime: Instant
});
export type PushResponse = v.InferOutput<typeof PushResponse>;

/** A page of changed documents, each as it came: tablets check a document where they read it. */
export const PulledPage = v.object({
	documents: v.array(v.object({ kind: v.string(), id: v.string(), position: v.number(), value: v.unknown() })),
	/** The cursor for the next pull. */
	position: v.number(),
	more: v.boolean(),
	serverTime: Instant
});
export type PulledPage = v.InferOutput<typeof PulledPage>;
