/** Unfinished uploads on disk, by the tus project's own store. */
import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Upload } from '@tus/utils';
import { KEPT_MS, type Uploads, type WholeUpload } from '../photo-store';

interface Photos {
	has(sha256: string): Promise<boolean>;
	keep(file: string, sha256: string): Promise<void>;
}

export class FileUploads extends FileStore implements Uploads {
	constructor(
		override readonly directory: string,
		private readonly photos: Photos
	) {
		super({ directory });
	}

	override async getUpload(id: string): Promise<Upload> {
		const known = await this.configstore.get(id);
		const sha256 = known?.metadata?.sha256;
		// Its file was moved to its place among the photos: nothing else removes a file and leaves what is known about it.
		if (known?.size && sha256 && !(await this.#isUnderWay(id)) && (await this.photos.has(sha256))) {
			const { size, metadata, creation_date } = known;
			return new Upload({ id, size, offset: size, metadata, creation_date });
		}
		return super.getUpload(id);
	}

	async open(id: string): Promise<WholeUpload | null> {
		if (!(await this.#isUnderWay(id))) return null;
		const file = join(this.directory, id);
		return {
			content: () => createReadStream(file) as AsyncIterable<Buffer>,
			keep: (sha256) => this.photos.keep(file, sha256)
		};
	}

	async sweep(nowMs: number): Promise<void> {
		for (const name of await readdir(this.directory)) {
			const file = join(this.directory, name);
			const found = await stat(file).catch(() => null);
			if (found && nowMs - found.mtimeMs > KEPT_MS) await rm(file, { force: true });
		}
	}

	async #isUnderWay(id: string): Promise<boolean> {
		try {
			return (await stat(join(this.directory, id))).isFile();
		} catch {
			return false;
		}
	}
}
