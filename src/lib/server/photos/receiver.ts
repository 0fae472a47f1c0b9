/** Photos come in by tus, in pieces, and are kept under the SHA-256 of their content once it was found right. */
import { randomBytes } from 'node:crypto';
import { MAX_PHOTO_BYTES } from '$lib/domain/capture';
import { isSound, MAX_SOUND_BYTES } from '$lib/domain/sound';
import { PHOTOS_PATH, PhotoMetadata, type ProblemCode } from '$lib/wire';
import { Server as TusServer } from '@tus/server';
import type { Upload } from '@tus/utils';
import * as v from 'valibot';
import type { Core } from '../core';
import { appendServiceEntries, BY_SERVER, lockSite } from '../ledger';
import { problem, ProblemError } from '../problem';
import { examine, type Examined } from './examine';
import type { PhotoStore, WholeUpload } from './photo-store';

/** A photo a site holds. */
export interface HeldPhoto {
	mediaType: string;
	bytes: number;
	/** Throws `unavailable`, or `not-found` where the storage has lost it. */
	content(): Promise<ReadableStream<Uint8Array>>;
}

const SWEEP_EVERY_MS = 24 * 60 * 60 * 1000;

export class PhotoReceiver {
	readonly #tus: TusServer;
	readonly #sweeping: NodeJS.Timeout;
	/** Which device a request is from, as the signature proved; tus hands the same request object back. */
	readonly #senders = new WeakMap<object, { site: string; device: string }>();

	constructor(
		private readonly core: Core,
		private readonly store: PhotoStore,
		/** Told of every photo that is new to the site. */
		private readonly received: (bytes: number) => void = () => undefined
	) {
		this.#tus = new TusServer({
			path: PHOTOS_PATH,
			datastore: store.uploads,
			relativeLocation: true,
			maxSize: MAX_PHOTO_BYTES,
			allowedOrigins: [],
			namingFunction: () => randomBytes(16).toString('hex'),
			onUploadCreate: (request, upload) => Promise.resolve(this.#admit(this.#sender(request), upload)),
			onIncomingRequest: (request, id) => this.#checkOwner(request, id),
			onUploadFinish: async (_request, upload) => {
				await this.#finish(upload);
				return {};
			},
			onResponseError: (_request, error) => this.#explain(error)
		});
		const sweep = () =>
			void this.store.uploads
				.sweep(this.core.now().getTime())
				.catch((error: unknown) => this.core.log.warn({ error }, 'abandoned uploads were not removed'));
		sweep();
		this.#sweeping = setInterval(sweep, SWEEP_EVERY_MS).unref();
	}

	close(): void {
		clearInterval(this.#sweeping);
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
		const status = response.status < 500 ? response.status : refusal.status;
		return new Response(request.method === 'HEAD' ? null : refusal.body, { status, headers });
	}

	/** The photo, when the site holds it. */
	async find(site: string, sha256: string): Promise<HeldPhoto | null> {
		const row = await this.core.db
			.selectFrom('photos')
			.select(['media_type', 'bytes'])
			.where('site', '=', site)
			.where('sha256', '=', sha256)
			.executeTakeFirst();
		if (!row || !(await this.store.has('photos', sha256))) return null;
		const content = async () => {
			const found = await this.store.read('photos', sha256);
			if (!found) throw new ProblemError('not-found');
			return found;
		};
		return { mediaType: row.media_type, bytes: row.bytes, content };
	}

	/** What tus shall answer; what nobody foresaw is left to it, and logged. */
	#explain(error: object): { status_code: number; body: string } | undefined {
		if (error instanceof ProblemError) {
			if (error.cause) this.core.log.warn({ error }, 'a photo could not be taken now');
			return asTusError(error);
		}
		if (error instanceof Error) this.core.log.error({ error }, 'a photo could not be taken');
		return undefined;
	}

	#sender(request: object): { site: string; device: string } {
		const sender = this.#senders.get(request);
		if (!sender) throw new ProblemError('unknown-device', { detail: 'no device' });
		return sender;
	}

	#admit(sender: { site: string; device: string }, upload: Upload): { metadata: Record<string, string> } {
		const metadata = v.safeParse(PhotoMetadata, upload.metadata);
		if (!metadata.success) throw refusal('sha256 and mediaType are needed as Upload-Metadata');
		if (!upload.size) throw refusal('the length of a photo is known before it is sent');
		return { metadata: { ...metadata.output, ...sender } };
	}

	async #checkOwner(request: { method: string }, id: string): Promise<void> {
		const sender = this.#sender(request);
		if (request.method === 'POST') return;
		const { metadata } = await this.store.uploads.getUpload(id);
		if (metadata?.device !== sender.device || metadata.site !== sender.site)
			throw new ProblemError('not-found', { detail: 'no such upload' });
	}

	/** A crash between the last byte and the ledger leaves an upload that looks whole: it is finished before it is called so. */
	async #finishLeftOver(request: Request): Promise<void> {
		const id = new URL(request.url).pathname.slice(PHOTOS_PATH.length + 1);
		if (!/^[0-9a-f]{32}$/.test(id)) return;
		try {
			const upload = await this.store.uploads.getUpload(id);
			const { sha256, site } = upload.metadata ?? {};
			if (upload.offset !== upload.size || !sha256 || !site) return;
			if (!(await this.find(site, sha256))) await this.#finish(upload);
		} catch {
			// What is wrong with the upload is for tus to say, in its own answer to this call.
		}
	}

	/** Checks the content against its name, keeps it for good, and says so in the ledger. */
	async #finish(upload: Upload): Promise<void> {
		const { sha256, site, device } = upload.metadata ?? {};
		if (!sha256 || !site || !device) throw refusal('upload without metadata');
		const whole = await this.store.uploads.open(upload.id);
		const found = await this.#examine(whole, sha256);
		if (found?.sha256 !== sha256 || found.mediaType === null) {
			await this.store.uploads.remove(upload.id);
			throw refusal(
				found?.sha256 === sha256 ? 'no JPEG, PNG or WebP picture, and no WebM, MP4 or Ogg sound' : reasonAgainst(found)
			);
		}
		const { bytes, mediaType } = found;
		if (isSound(mediaType) && bytes > MAX_SOUND_BYTES) {
			await this.store.uploads.remove(upload.id);
			throw new ProblemError('too-large', { detail: 'a sound is a few seconds, and no film' });
		}
		await whole?.keep(sha256);
		const isNew = await this.core.db.transaction().execute(async (tx) => {
			// Two tablets, or two instances, may bring the same photo at once: one after the other from here on.
			await lockSite(tx, site);
			const known = await tx
				.selectFrom('photos')
				.select('sha256')
				.where('site', '=', site)
				.where('sha256', '=', sha256)
				.executeTakeFirst();
			if (known) return false;
			await appendServiceEntries(this.core, tx, site, BY_SERVER, [
				{ type: 'photo.stored', body: { sha256, mediaType, bytes, deviceId: device } }
			]);
			return true;
		});
		if (isNew) this.received(bytes);
	}

	/** The upload's content, or, when another call has just kept it, the photo's. */
	async #examine(whole: WholeUpload | null, sha256: string): Promise<Examined | null> {
		if (whole) return examine(whole.content());
		const kept = await this.store.read('photos', sha256);
		return kept && examine(kept);
	}
}

function reasonAgainst(found: Examined | null): string {
	return found ? `the content has the hash ${found.sha256}, not the one announced` : 'a piece of it is gone';
}

function refusal(detail: string): ProblemError {
	return new ProblemError('invalid-request', { detail });
}

function asTusError({ status, facts, message }: ProblemError): { status_code: number; body: string } {
	return { status_code: status, body: facts.detail ?? message };
}

/** tus's own refusals by their status. A place or a lock that another call took is about the moment: the tablet asks where to go on. */
function codeFor(status: number): ProblemCode {
	if (status === 413) return 'too-large';
	if (status === 404 || status === 410) return 'not-found';
	if (status === 401) return 'unknown-device';
	if (status === 409 || status === 423) return 'unavailable';
	return status < 500 ? 'invalid-request' : 'unavailable';
}
