/** What the tablet keeps. Every row survives a restart; nothing in `outbox` goes before the server's receipt. */
import type { Capture } from '$lib/domain/capture';
import type { EntryEnvelope } from '$lib/domain/ledger';
import type { Frame } from '$lib/domain/site';
import type { FileType } from '$lib/domain/sound';

/** One of this tablet's own entries, in chain order. */
export interface StoredEntry {
	seq: number;
	id: string;
	type: string;
	/** Hash of the whole entry: the `prev` of the next. */
	hash: string;
	entry: EntryEnvelope;
}

/** An entry that the server has not acknowledged. */
export interface OutboxRow {
	seq: number;
	id: string;
	type: string;
	/** ISO 8601: since when it waits. */
	at: string;
	bytes: number;
	personId: string | null;
	attempts: number;
	lastError: StoredProblem | null;
}

/** An entry of another tablet, taken over from its file: this tablet brings it to the server as it is. */
export interface CarriedEntry extends OutboxRow {
	device: string;
	/** The other tablet's name, where the register knew it. */
	deviceName: string | null;
	entry: EntryEnvelope;
}

export interface StoredProblem {
	code: string;
	detail: string;
	at: string;
}

/** An entry the server has put into quarantine: acknowledged, and shown until somebody has seen to it. */
export interface QuarantinedRow {
	seq: number;
	id: string;
	type: string;
	reason: string;
	at: string;
}

/** A photo, or a sound: kept and sent in the same way. */
export interface StoredPhoto {
	sha256: string;
	blob: Blob;
	mediaType: FileType;
	bytes: number;
	/** Pixels; 0 for a sound, as is its height. */
	width: number;
	height: number;
	takenAt: string;
	/** A small preview, sent ahead of the photo; rows of older versions have none. */
	thumbnail?: Blob | null;
	/** The server has the preview, or will not take it. */
	thumbnailSettled?: boolean;
	state: 'waiting' | 'sent';
	/** Where the tus upload goes on; null before its first request. */
	uploadUrl: string | null;
	attempts: number;
	lastError: StoredProblem | null;
	/** The tablet whose file it came from; absent on the tablet's own. */
	carriedFrom?: string | null;
}

/** A document of the site's register, or a case, as pulled. */
export interface StoredDocument {
	kind: string;
	id: string;
	position: number;
	value: unknown;
}

/** A case that waits, found by its suggestion. See `domain/review/listing`. */
export interface CaseLine {
	line: string;
	id: string;
}

/** What the server told about a case, kept for a time without it. */
export interface KeptDetail {
	/** Of the suggestion. */
	id: string;
	/** ISO 8601. */
	keptAt: string;
	/** Of the case's document when it was asked for: a later one is told anew. */
	position: number;
	value: unknown;
}

/** A picture from the server, kept to be looked at: the photo of a case, or its preview. Never a photo that waits to be sent. */
export interface KeptPicture {
	/** The photo's SHA-256, and `/thumbnail` for its preview. */
	name: string;
	keptAt: string;
	blob: Blob;
}

/** A confirmed capture, to learn from. */
export interface StoredExample {
	captureId: string;
	packId: string;
	class: string;
	/** `Embedding` of `vision/shared`, stored as it is. */
	embedding: unknown;
	photoSha256: string | null;
	frame: Frame;
	confirmedAt: string;
}

/** What a person has begun and not decided: found again after a restart, by that person only. */
export interface Draft {
	/** Of the photo in hand; other work, and its files, have keys that begin with its kind (`work.ts`). */
	personId: string;
	capture: Capture | null;
	/** Position in the inspection plan. */
	viewIndex: number;
	state: unknown;
	at: string;
}

export interface Setting {
	key: string;
	value: unknown;
}
