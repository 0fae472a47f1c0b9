/** Photos come in by tus, in pieces, and are kept under the SHA-256 of their content once it was found right. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_PHOTO_BYTES } from '$lib/domain/capture';
import { PHOTOS_PATH, PhotoMetadata, type ProblemCode } from '$lib/wire';
import { Server as TusServer } from '@tus/server';
import type { Upload } from '@tus/utils';
import * as v from 'valibot';
import type { Core } from '../core';
import { appendServiceEntries, BY_SERVER } from '../ledger';
import { problem, ProblemError } from '../problem';
import { examine, PhotoFiles } from './files';
import { PhotoUploads } from './uploads';

/** A photo a site holds. */
export interface HeldPhoto {
	mediaType: string;
	bytes: number;
	content(): ReadableStream<Uint8Array>;
}

export class PhotoReceiver {
	readonly #tus: TusServer;
	/** Which device a request is from, as the signature proved; tus hands the same request object back. */
	readonly #senders = new WeakMap<object, { site: string; device: string }>();

	private constructor(
		private readonly core: Core,
		private readonly files: PhotoFiles,
		private readonly uploads: PhotoUploads
	) {
		this.#tus = new TusServer({
			path: PHOTOS_PATH,
			datastore: uploads,
			relativeLocation: true,
			maxSize: MAX_PHOTO_BYTES,
			allowedOrigins: [],
			namingFunction: () => randomBytes(16).toString('hex'),
			onUploadCreate: (request, upload) => Promise.resolve(this.#admit(this.#sender(request), upload)),
			onIncomingRequest: (request, id) => this.#checkOwner(request, id),
			onUploadFinish: async (_request, upload) => {
				await this.#finish(upload);
				return {};
			}
		});
	}

	static async open(core: Core): Promise<PhotoReceiver> {
		const directory = join(core.dataDir, 'uploads');
		await mkdir(directory, { recursive: true });
		const files = new PhotoFiles(core.dataDir);
		const uploads = new PhotoUploads(directory, files);
		await uploads.sweep(core.now().getTime());
		return new PhotoReceiver(core, files, uploads);
	}

	/** One tus call of a device. Refusals are problem documents with tus's own status. */
	async handle(request: Request, site: string, device: string): Promise<Response> {
		this.#senders.set(request, { site, device });
		if (request.method === 'HEAD') await this.#finishLeftOver(request);
		const response = await this.#tus.handleWeb(request);
		if (response.status < 400) return response;
		const refusal = problem(codeFor(response.status), { detail: await response.text() });
		const headers = new Headers(refusal.headers);
		for (const [name, value] of response.headers) if (!name.startsWith('content-')) headers.set(name, value);
		return new Response(request.method === 'HEAD' ? null : refusal.body, { status: response.status, headers });
	}

	/** The photo, when the site holds it. */
	async find(site: string, sha256: string): Promise<HeldPhoto | null> {
		const row = await this.core.db
			.selectFrom('photos')
			.select(['media_type', 'bytes'])
			.where('site', '=', site)
			.where('sha256', '=', sha256)
			.executeTakeFirst();
		if (!row || !(await this.files.has(sha256))) return null;
		return { mediaType: row.media_type, bytes: row.bytes, content: () => this.files.read(sha256) };
	}

	#sender(request: object): { site: string; device: string } {
		const sender = this.#senders.get(request);
		if (!sender) throw refuse('unknown-device', 'no device');
		return sender;
	}

	#admit(sender: { site: string; device: string }, upload: Upload): { metadata: Record<string, string> } {
		const metadata = v.safeParse(PhotoMetadata, upload.metadata);
		if (!metadata.success) throw refuse('invalid-request', 'sha256 and mediaType are needed as Upload-Metadata');
		if (!upload.size) throw refuse('invalid-request', 'the length of a photo is known before it is sent');
		return { metadata: { ...metadata.output, ...sender } };
	}

	async #checkOwner(request: { method: string }, id: string): Promise<void> {
		const sender = this.#sender(request);
		if (request.method === 'POST') return;
		const { metadata } = await this.uploads.getUpload(id);
		if (metadata?.device !== sender.device || metadata.site !== sender.site)
			throw refuse('not-found', 'no such upload');
	}

	/** A crash between the last byte and the check leaves an upload that looks whole: it is checked before it is called so. */
	async #finishLeftOver(request: Request): Promise<void> {
		const id = new URL(request.url).pathname.slice(PHOTOS_PATH.length + 1);
		if (!/^[0-9a-f]{32}$/.test(id)) return;
		try {
			const upload = await this.uploads.getUpload(id);
			if (upload.storage && upload.offset === upload.size) await this.#finish(upload);
		} catch {
			// What is wrong with the upload is for tus to say, in its own answer to this call.
		}
	}

	/** Checks the content against its name, keeps it for good, and says so in the ledger. */
	async #finish(upload: Upload): Promise<void> {
		const { sha256, site, device } = upload.metadata ?? {};
		if (!sha256 || !site || !device) throw refuse('invalid-request', 'upload without metadata');
		const file = this.uploads.pathOf(upload.id);
		const found = await examine(file);
		if (found.sha256 !== sha256 || found.mediaType === null) {
			await this.uploads.remove(upload.id);
			throw refuse(
				'invalid-request',
				found.mediaType === null
					? 'not a JPEG, PNG or WebP picture'
					: `the content has the hash ${found.sha256}, not the one announced`
			);
		}
		const { bytes, mediaType } = found;
		await this.files.keep(file, sha256);
		await this.core.db.transaction().execute(async (tx) => {
			const known = await tx
				.selectFrom('photos')
				.select('sha256')
				.where('site', '=', site)
				.where('sha256', '=', sha256)
				.executeTakeFirst();
			if (known) return;
			await appendServiceEntries(this.core, tx, site, BY_SERVER, [
				{ type: 'photo.stored', body: { sha256, mediaType, bytes, deviceId: device } }
			]);
		});
	}
}

/** In the form tus passes on: status and text. */
function refuse(code: ProblemCode, detail: string): { status_code: number; body: string } {
	return { status_code: new ProblemError(code).status, body: detail };
}

function codeFor(status: number): ProblemCode {
	if (status === 413) return 'too-large';
	if (status === 404 || status === 410) return 'not-found';
	if (status === 401) return 'unknown-device';
	return status < 500 ? 'invalid-request' : 'unavailable';
}
