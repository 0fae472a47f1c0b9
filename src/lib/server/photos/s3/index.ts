/** Photos on Amazon S3 or a compatible server: any number of instances share them. What S3 has answered, it has for good. */
import { nameOf, type PhotoStore, type Shelf } from '../photo-store';
import type { S3Address } from './address';
import { Bucket } from './bucket';
import { S3Uploads } from './uploads';

export class PhotoBucket implements PhotoStore {
	readonly uploads: S3Uploads;
	readonly #bucket: Bucket;

	constructor(address: S3Address) {
		this.#bucket = new Bucket(address);
		this.uploads = new S3Uploads(this.#bucket);
	}

	has(shelf: Shelf, sha256: string): Promise<boolean> {
		return this.#bucket.has(nameOf(shelf, sha256));
	}

	read(shelf: Shelf, sha256: string): Promise<ReadableStream<Uint8Array> | null> {
		return this.#bucket.read(nameOf(shelf, sha256));
	}

	write(shelf: Shelf, sha256: string, content: Uint8Array): Promise<void> {
		return this.#bucket.write(nameOf(shelf, sha256), content);
	}

	check(): Promise<void> {
		return this.#bucket.check();
	}
}
