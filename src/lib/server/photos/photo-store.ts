/** Where photos lie, whichever storage a site has: finished ones and previews by the photo's hash, unfinished ones as uploads. */
import type { DataStore } from '@tus/utils';

/** `photos`: as they came, evidence. `thumbnails`: small previews, named by the photo they show. */
export type Shelf = 'photos' | 'thumbnails';

/** Every method throws `ProblemError` `unavailable` where the storage does not answer; nothing is half done then. */
export interface PhotoStore {
	readonly uploads: Uploads;
	has(shelf: Shelf, sha256: string): Promise<boolean>;
	/** Null where there is none. */
	read(shelf: Shelf, sha256: string): Promise<ReadableStream<Uint8Array> | null>;
	/** For what is small enough to be held in memory. Durable when it resolves. */
	write(shelf: Shelf, sha256: string, content: Uint8Array): Promise<void>;
	/** Throws when nothing can be kept now. */
	check(): Promise<void>;
}

/**
 * Uploads in progress, as tus sees them. An upload whose photo was kept goes on answering that it is whole, so that a tablet that
 * never heard the last answer learns it.
 */
export interface Uploads extends DataStore {
	/** The content of an upload that has all its bytes; null when they are gone, or were kept already. */
	open(id: string): Promise<WholeUpload | null>;
	/** Removes what nobody went on with for `KEPT_MS`. */
	sweep(nowMs: number): Promise<void>;
}

export interface WholeUpload {
	content(): AsyncIterable<Uint8Array>;
	/** Moves it to its place among the photos. When this resolves, a power cut no longer loses it. */
	keep(sha256: string): Promise<void>;
}

/** A tablet may be away for long; after this an unfinished upload starts anew. */
export const KEPT_MS = 14 * 24 * 60 * 60 * 1000;

/** The same on every storage: `photos/ab/abcd…`, so that no folder grows too large and a backup can be copied from one to the other. */
export function nameOf(shelf: Shelf, sha256: string): string {
	return `${shelf}/${sha256.slice(0, 2)}/${sha256}`;
}
