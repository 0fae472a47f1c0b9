/** Addresses of photos while a page lives: from this tablet's own, from what was fetched before, or from the server. */
import type { LocalDatabase } from '$lib/local-db';
import { loadPicture } from '../review/pictures';

export class PhotoUrls {
	readonly #database: LocalDatabase;
	readonly #urls = new Map<string, Promise<string | null>>();

	constructor(database: LocalDatabase) {
		this.#database = database;
	}

	/** Null where nobody can give the photo now. */
	of(sha256: string): Promise<string | null> {
		const known = this.#urls.get(sha256);
		if (known) return known;
		const url = loadPicture(this.#database, sha256, 'whole').then((blob) => blob && URL.createObjectURL(blob));
		this.#urls.set(sha256, url);
		// Asked for again when it is next shown: the network may be back.
		void url.then((found) => found ?? this.#urls.delete(sha256));
		return url;
	}

	/** The photo itself; null where nobody can give it now. */
	blobOf(sha256: string): Promise<Blob | null> {
		return loadPicture(this.#database, sha256, 'whole');
	}

	/** A photo that is on no record yet. */
	hold(sha256: string, blob: Blob): void {
		this.#urls.set(sha256, Promise.resolve(URL.createObjectURL(blob)));
	}

	/** The page goes. */
	close(): void {
		for (const url of this.#urls.values()) void url.then((found) => found && URL.revokeObjectURL(found));
		this.#urls.clear();
	}
}
