/**
 * Unfinished uploads on S3, so that any instance can take the next piece of any upload. Each piece is an object of its own, named by
 * where it begins and how long it is, and is never written over: two instances that take pieces of one upload at once cannot harm
 * each other, without a lock between them. tus's own store for S3 builds on multipart uploads: those want 5 MB a part, so it takes
 * smaller pieces back out of the storage, deletes them and writes them anew, larger, and a crash in between loses acknowledged bytes.
 */
import { DataStore, ERRORS, Upload } from '@tus/utils';
import type { Readable } from 'node:stream';
import * as v from 'valibot';
import { KEPT_MS, nameOf, type Uploads, type WholeUpload } from '../photo-store';
import type { Bucket, FoundObject } from './bucket';

const UploadInfo = v.object({
	size: v.number(),
	metadata: v.record(v.string(), v.nullable(v.string())),
	creationDate: v.string(),
	/** Its photo has its place among the photos; the pieces are gone. */
	kept: v.boolean()
});
type UploadInfo = v.InferOutput<typeof UploadInfo>;

/** Bytes `start` to `end`, the latter excluded. */
interface Piece {
	key: string;
	start: number;
	end: number;
}

const FOLDER = 'uploads/';

export class S3Uploads extends DataStore implements Uploads {
	override readonly extensions = ['creation', 'creation-with-upload'];

	constructor(private readonly bucket: Bucket) {
		super();
	}

	override async create(upload: Upload): Promise<Upload> {
		const creationDate = new Date().toISOString();
		await this.#writeInfo(upload.id, {
			size: upload.size ?? 0,
			metadata: upload.metadata ?? {},
			creationDate,
			kept: false
		});
		upload.creation_date = creationDate;
		return upload;
	}

	override async getUpload(id: string): Promise<Upload> {
		const info = await this.#readInfo(id);
		if (!info) throw ERRORS.FILE_NOT_FOUND;
		const { size, metadata, creationDate: creation_date, kept } = info;
		const offset = kept ? size : (reach(await this.#pieces(id)).at(-1)?.end ?? 0);
		return new Upload({ id, size, offset, metadata, creation_date });
	}

	/** What comes before the connection breaks counts; the rest is asked for again. */
	override async write(source: Readable, id: string, offset: number): Promise<number> {
		const chunks: Buffer[] = [];
		for await (const chunk of source as AsyncIterable<Buffer>) chunks.push(chunk);
		const content = Buffer.concat(chunks);
		if (content.byteLength === 0) return offset;
		const end = offset + content.byteLength;
		await this.bucket.write(`${FOLDER}${id}/${offset}-${end}`, content);
		return end;
	}

	override async remove(id: string): Promise<void> {
		await this.bucket.remove((await this.bucket.list(`${FOLDER}${id}/`)).map(({ key }) => key));
	}

	/** A photo fits in memory: it is read once, checked, and written as one object. */
	async open(id: string): Promise<WholeUpload | null> {
		const info = await this.#readInfo(id);
		if (!info || info.kept) return null;
		const pieces = await this.#pieces(id);
		const parts: Uint8Array[] = [];
		let at = 0;
		for (const { key, start, end } of reach(pieces)) {
			const piece = await this.bucket.readBytes(key);
			if (piece?.byteLength !== end - start) return null;
			parts.push(piece.subarray(at - start));
			at = end;
		}
		if (at !== info.size) return null;
		return {
			content: async function* () {
				yield* parts;
			},
			keep: async (sha256) => {
				await this.bucket.write(nameOf('photos', sha256), Buffer.concat(parts));
				await this.#writeInfo(id, { ...info, kept: true });
				await this.bucket.remove(pieces.map(({ key }) => key));
			}
		};
	}

	async sweep(nowMs: number): Promise<void> {
		const newest = new Map<string, number>();
		const found = await this.bucket.list(FOLDER);
		for (const { key, changedMs } of found)
			newest.set(uploadOf(key), Math.max(changedMs, newest.get(uploadOf(key)) ?? 0));
		const isOld = ({ key }: FoundObject) => nowMs - (newest.get(uploadOf(key)) ?? 0) > KEPT_MS;
		await this.bucket.remove(found.filter(isOld).map(({ key }) => key));
	}

	async #pieces(id: string): Promise<Piece[]> {
		const objects = await this.bucket.list(`${FOLDER}${id}/`);
		return objects.flatMap(({ key }) => {
			const [, start, end] = /\/(\d+)-(\d+)$/.exec(key) ?? [];
			return start && end ? [{ key, start: Number(start), end: Number(end) }] : [];
		});
	}

	async #readInfo(id: string): Promise<UploadInfo | null> {
		const bytes = await this.bucket.readBytes(`${FOLDER}${id}/info.json`);
		return bytes && v.parse(UploadInfo, JSON.parse(new TextDecoder().decode(bytes)));
	}

	async #writeInfo(id: string, info: UploadInfo): Promise<void> {
		await this.bucket.write(`${FOLDER}${id}/info.json`, new TextEncoder().encode(JSON.stringify(info)));
	}
}

/** The pieces that together cover the file from its first byte, as far as they go; pieces may overlap. */
function reach(pieces: readonly Piece[]): Piece[] {
	const chosen: Piece[] = [];
	let at = 0;
	for (;;) {
		const next = pieces.filter(({ start, end }) => start <= at && end > at).sort((a, b) => b.end - a.end)[0];
		if (!next) return chosen;
		chosen.push(next);
		at = next.end;
	}
}

function uploadOf(key: string): string {
	return key.slice(FOLDER.length).split('/', 1)[0] ?? '';
}
