/** Unfinished uploads on disk, as tus sees them. An upload whose photo has been kept goes on answering that it is whole. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Upload } from '@tus/utils';
import type { PhotoFiles } from './files';

/** A tablet may be away for long; after this an unfinished upload starts anew. */
const KEPT_MS = 14 * 24 * 60 * 60 * 1000;

export class PhotoUploads extends FileStore {
	constructor(
		override readonly directory: string,
		private readonly files: PhotoFiles
	) {
		super({ directory });
	}

	override async getUpload(id: string): Promise<Upload> {
		const known = await this.configstore.get(id);
		const sha256 = known?.metadata?.sha256;
		if (known?.size && sha256 && !(await this.#isUnderWay(id)) && (await this.files.has(sha256))) {
			return new Upload({
				id,
				size: known.size,
				offset: known.size,
				metadata: known.metadata,
				creation_date: known.creation_date
			});
		}
		return super.getUpload(id);
	}

	pathOf(id: string): string {
		return join(this.directory, id);
	}

	/** Removes what nobody went on with. */
	async sweep(nowMs: number): Promise<void> {
		for (const name of await readdir(this.directory)) {
			const file = join(this.directory, name);
			const { mtimeMs } = await stat(file);
			if (nowMs - mtimeMs > KEPT_MS) await rm(file, { force: true });
		}
	}

	async #isUnderWay(id: string): Promise<boolean> {
		try {
			await stat(this.pathOf(id));
			return true;
		} catch {
			return false;
		}
	}
}
