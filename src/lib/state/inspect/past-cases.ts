/** The confirmed captures that are most like the one in hand, with their pictures where this tablet still has them. */
import type { Suggestion } from '$lib/domain/suggestion';
import type { LocalDatabase } from '$lib/local-db';
import { sampleAddress } from '../sample-pictures';

export interface PastCase {
	captureId: string;
	class: string;
	/** Address of the picture; an object URL belongs to the caller. Null when the picture is not on this tablet. */
	photo: string | null;
}

/** As many as fit beside each other on the card. */
const SHOWN = 3;

export async function findPastCases(database: LocalDatabase, nearest: Suggestion['nearest']): Promise<PastCase[]> {
	return Promise.all(
		nearest.slice(0, SHOWN).map(async ({ captureId, class: confirmed }) => {
			const example = await database.examples.get(captureId);
			const photo = example?.photoSha256 ? await database.photos.get(example.photoSha256) : undefined;
			return { captureId, class: confirmed, photo: photo ? URL.createObjectURL(photo.blob) : sampleAddress(captureId) };
		})
	);
}
