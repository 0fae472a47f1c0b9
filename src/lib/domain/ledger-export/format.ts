/**
 * The ledger as a file, format v1: JSON Lines. The first line says what the file is and holds the devices' keys, then comes one line for
 * each entry, and the last line is the server's signature over every byte before it. Each line of an entry carries the seal of its arrival
 * and the one before, so that a changed byte is found in its own line, also in a file that holds a selection.
 */
import * as v from 'valibot';
import { canonicalText, EntryEnvelope, Hash, Signature, type Arrival } from '../ledger';
import { Id, Instant, PublicKey, Site } from '../site';

export const EXPORT_FORMAT = 'countersign-ledger';

const Position = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const Seq = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER));

export const ExportDevice = v.strictObject({
	id: Id,
	name: v.string(),
	publicKey: PublicKey,
	/** The server itself. */
	service: v.boolean()
});
export type ExportDevice = v.InferOutput<typeof ExportDevice>;

/** A record in quarantine that its device's chain goes on from. */
export const AsideRecord = v.strictObject({
	device: Id,
	seq: Seq,
	/** Null where it came in damaged, so that nothing can be checked against it. */
	hash: v.nullable(Hash)
});
export type AsideRecord = v.InferOutput<typeof AsideRecord>;

export const ExportHeader = v.strictObject({
	format: v.literal(EXPORT_FORMAT),
	v: v.literal(1),
	site: Site,
	madeAt: Instant,
	/** Whether it holds the site's whole ledger up to its head: only then a gap is a fault. */
	whole: v.boolean(),
	/** The newest arrival when the file was made. */
	head: v.strictObject({ position: Position, seal: v.nullable(Hash) }),
	devices: v.array(ExportDevice),
	aside: v.array(AsideRecord)
});
export type ExportHeader = v.InferOutput<typeof ExportHeader>;

/** One entry and what the server noted of its arrival. */
export const LedgerLine = v.strictObject({
	position: Position,
	/** The server's clock. */
	receivedAt: Instant,
	/** How far the device's clock was ahead of the server's when it sent this, in milliseconds. */
	skewMs: v.pipe(v.number(), v.integer()),
	/** The seal of the arrival before; null for a site's first. */
	before: v.nullable(Hash),
	seal: Hash,
	entry: EntryEnvelope
});
export type LedgerLine = v.InferOutput<typeof LedgerLine>;

export const ExportEnd = v.strictObject({
	end: v.strictObject({
		/** How many entries the file holds. */
		entries: v.pipe(v.number(), v.integer(), v.minValue(0)),
		/** SHA-256 of every byte before this line, base64url. */
		sha256: Hash
	}),
	/** The server's, over `endBytes`. */
	sig: Signature
});
export type ExportEnd = v.InferOutput<typeof ExportEnd>;

/** A line as it stands in the file, without its line break. `json` is the entry's RFC 8785 text. */
export function entryLineText(
	{ position, receivedAt, skewMs }: Arrival,
	before: string | null,
	seal: string,
	json: string
): string {
	const noted = JSON.stringify({ position, receivedAt, skewMs, before, seal });
	return `${noted.slice(0, -1)},"entry":${json}}`;
}

/** What the server signs at the end. */
export function endBytes({ entries, sha256 }: ExportEnd['end']): Uint8Array<ArrayBuffer> {
	return new TextEncoder().encode(canonicalText(['countersign-export-v1', entries, sha256]));
}
