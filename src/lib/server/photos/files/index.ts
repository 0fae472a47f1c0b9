/** Photos as files in the data folder: the default. Flushed to disk before anything is acknowledged. */
import { createReadStream } from 'node:fs';
import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { flushDirectory, flushFile, moveDurably, writeFileDurably } from '../../durable-file';
import { nameOf, type PhotoStore, type Shelf } from '../photo-store';
import { FileUploads } from './uploads';

export class PhotoFiles implements PhotoStore {
	readonly uploads: FileUploads;

	private constructor(private readonly dataDir: string) {
		this.uploads = new FileUploads(join(dataDir, 'uploads'), {
			has: (sha256) => this.has('photos', sha256),
			keep: (file, sha256) => this.#keep(file, sha256)
		});
	}

	static async open(dataDir: string): Promise<PhotoFiles> {
		await mkdir(join(dataDir, 'uploads'), { recursive: true });
		return new PhotoFiles(dataDir);
	}

	async has(shelf: Shelf, sha256: string): Promise<boolean> {
		try {
			return (await stat(this.#path(shelf, sha256))).isFile();
		} catch {
			return false;
		}
	}

	async read(shelf: Shelf, sha256: string): Promise<ReadableStream<Uint8Array> | null> {
		if (!(await this.has(shelf, sha256))) return null;
		return Readable.toWeb(createReadStream(this.#path(shelf, sha256))) as ReadableStream<Uint8Array>;
	}

	async write(shelf: Shelf, sha256: string, content: Uint8Array): Promise<void> {
		const target = this.#path(shelf, sha256);
		await this.#makeFolder(target);
		await writeFileDurably(target, content, 0o600);
	}

	async check(): Promise<void> {
		await access(this.uploads.directory, constants.W_OK);
	}

	async #keep(file: string, sha256: string): Promise<void> {
		const target = this.#path('photos', sha256);
		await flushFile(file);
		await this.#makeFolder(target);
		await moveDurably(file, target);
	}

	async #makeFolder(target: string): Promise<void> {
		if (!(await mkdir(dirname(target), { recursive: true }))) return;
		await flushDirectory(dirname(dirname(target)));
		await flushDirectory(this.dataDir);
	}

	#path(shelf: Shelf, sha256: string): string {
		return join(this.dataDir, nameOf(shelf, sha256));
	}
}
