/** The photos and sounds that an entry names: they travel beside it, and whoever takes the entry asks for those that it lacks. */
import type { BodyOf, EntryType } from './bodies';

type Stated = { [T in EntryType]: { type: T; body: BodyOf<T> } }[EntryType];

/** Their SHA-256 names, in the order they stand in the entry. */
export function filesNamedBy({ type, body }: Stated): string[] {
	switch (type) {
		case 'capture.recorded':
			return [body.photo.sha256];
		case 'fault.reported':
			return [...body.photos, ...body.sounds].map(({ sha256 }) => sha256);
		case 'audit.answered':
		case 'finding.stated':
			return body.photos.map(({ photo }) => photo.sha256);
		default:
			return [];
	}
}
