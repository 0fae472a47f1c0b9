/** Which photo goes first. */
import type { StoredPhoto } from '$lib/local-db';

/** After this many refusals a photo waits for a person: trying again by itself would only cost the network. */
export const MAX_REFUSALS = 3;

/**
 * Photos in the order to send them: those that failed least often first, so that one bad photo never holds up the others; among
 * those the newest decision's first; then the undecided ones, newest first.
 * @param decidedAtSeq `seq` of the newest decision about a photo, by its SHA-256
 */
export function uploadOrder<P extends Pick<StoredPhoto, 'sha256' | 'attempts' | 'takenAt'>>(
	photos: readonly P[],
	decidedAtSeq: ReadonlyMap<string, number>
): P[] {
	const seqOf = (photo: P) => decidedAtSeq.get(photo.sha256) ?? 0;
	return [...photos].sort(
		(a, b) => a.attempts - b.attempts || seqOf(b) - seqOf(a) || b.takenAt.localeCompare(a.takenAt)
	);
}
