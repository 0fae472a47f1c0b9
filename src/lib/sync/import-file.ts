/** Bringing a queue file to the server from the desk, with the session of whoever is signed in there. */
import {
	IMPORT_PATH,
	LenientQueueFile,
	MAX_PUSH_ENTRIES,
	PHOTOS_PATH,
	PhotoMetadata,
	PROTOCOL_HEADER,
	PROTOCOL_VERSION,
	PushResponse,
	QUEUE_FILE_VERSION,
	type ImportRequest
} from '$lib/wire';
import * as v from 'valibot';
import { MAX_PUSH_BYTES } from './batches';
import { EnrolmentNeeded, NetworkFailed, PauseAsked, Refused, RunStopped, UnexpectedAnswer } from './errors';
import { QueueFileRefused } from './queue-file';
import { readOutline, readPhotos } from './queue-file-parts';
import { errorOf } from './server-call';

export interface ImportReport {
	entries: {
		stored: number;
		/** The server had them. */
		duplicate: number;
		quarantined: number;
		/** The server would not take them as they are, not even into quarantine. */
		refused: number;
		/** Made by a tablet that the site does not know. */
		unknownDevice: number;
		/** Not taken, because the numbers `from` to `to` of the same tablet are missing before them. */
		outOfOrder: { count: number; from: number; to: number }[];
	};
	photos: {
		sent: number;
		known: number;
		/** Their content is not what their name says. */
		refused: number;
		/** The tablet could not read them when it wrote the file. */
		unreadable: number;
		/** Named by the entries, and neither in the file nor on the server. */
		missing: number;
	};
}

export interface ImportProgress {
	entries: { done: number; total: number };
	photos: { done: number; total: number };
}

export interface ImportOptions {
	file: Blob;
	signal: AbortSignal;
	onProgress: (progress: ImportProgress) => void;
	fetch?: typeof fetch;
	/** Waits as long as the server asked for. */
	pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Entries first, in order and tablet by tablet, then photos. Nothing is taken twice, so a file may be brought in again.
 * @throws QueueFileRefused, or SyncError when nothing more can be brought in now; what was taken until then stays
 */
export async function importQueueFile(options: ImportOptions): Promise<ImportReport> {
	const { content, photos } = await readFile(options.file);
	return new FileImport(options, content, photos).run();
}

async function readFile(file: Blob): Promise<{ content: LenientQueueFile; photos: number }> {
	const { text, photos } = await readOutline(file);
	const content = v.safeParse(LenientQueueFile, parseJson(text));
	if (!content.success) throw new QueueFileRefused('queue-file-other');
	if (content.output.version > QUEUE_FILE_VERSION) throw new QueueFileRefused('queue-file-newer');
	return { content: content.output, photos };
}

type Item = Record<string, unknown>;

const FilePhoto = v.object({ ...PhotoMetadata.entries, data: v.string() });

/** The most pauses in a row that are waited out. */
const PATIENCE = 10;

class FileImport {
	readonly #report: ImportReport = {
		entries: { stored: 0, duplicate: 0, quarantined: 0, refused: 0, unknownDevice: 0, outOfOrder: [] },
		photos: { sent: 0, known: 0, refused: 0, unreadable: 0, missing: 0 }
	};
	readonly #progress: ImportProgress;
	readonly #wanted = new Set<string>();

	constructor(
		private readonly options: ImportOptions,
		private readonly content: LenientQueueFile,
		photoCount: number
	) {
		this.#progress = {
			entries: { done: 0, total: content.entries.length },
			photos: { done: 0, total: photoCount }
		};
	}

	async run(): Promise<ImportReport> {
		this.#tell();
		const { entries, device, unreadablePhotos } = this.content;
		const byDevice = Map.groupBy(entries, (entry) => (typeof entry.device === 'string' ? entry.device : device));
		for (const [id, own] of byDevice) {
			if (id === null) this.#count('unknownDevice', own.length);
			else
				await this.#bringEntries(
					id,
					own.toSorted((one, other) => seqOf(one) - seqOf(other))
				);
		}
		for await (const text of readPhotos(this.options.file)) {
			await this.#bringPhoto(parseJson(text));
			this.#progress.photos.done++;
			this.#tell();
		}
		this.#report.photos.unreadable = unreadablePhotos.length;
		this.#report.photos.missing = [...this.#wanted].filter((sha256) => !unreadablePhotos.includes(sha256)).length;
		return this.#report;
	}

	async #bringEntries(device: string, entries: readonly Item[]): Promise<void> {
		const late: number[] = [];
		let expected = 1;
		let limit = MAX_PUSH_ENTRIES;
		for (let at = 0; at < entries.length;) {
			const batch = cutBatch(entries, at, limit);
			try {
				const answer = await this.#send({ device, entries: batch });
				for (const { result, seq } of answer.receipts) {
					if (result === 'out-of-order') late.push(seq);
					else this.#report.entries[result]++;
				}
				for (const sha256 of answer.missingPhotos) this.#wanted.add(sha256);
				expected = answer.expectedSeq;
			} catch (error) {
				if (error instanceof EnrolmentNeeded) return this.#count('unknownDevice', entries.length - at);
				if (!(error instanceof Refused) || error.code === 'forbidden') throw error;
				// One entry may spoil the call: smaller calls bring the others in and leave it alone.
				if (batch.length > 1) {
					limit = Math.ceil(batch.length / 2);
					continue;
				}
				this.#report.entries.refused++;
			}
			at += batch.length;
			limit = MAX_PUSH_ENTRIES;
			this.#progress.entries.done += batch.length;
			this.#tell();
		}
		const first = Math.min(...late);
		if (late.length > 0) this.#report.entries.outOfOrder.push({ count: late.length, from: expected, to: first - 1 });
	}

	async #bringPhoto(item: unknown): Promise<void> {
		const { photos } = this.#report;
		const named = v.safeParse(FilePhoto, item);
		const bytes = named.success ? fromBase64(named.output.data) : null;
		if (!named.success || bytes === null) {
			photos.refused++;
			return;
		}
		const { sha256, mediaType } = named.output;
		this.#wanted.delete(sha256);
		const known = await this.#call(`${PHOTOS_PATH}/${sha256}`, { method: 'HEAD' });
		if (known.ok) {
			photos.known++;
			return;
		}
		const headers = {
			'Tus-Resumable': '1.0.0',
			'Upload-Length': String(bytes.byteLength),
			'Upload-Metadata': `sha256 ${btoa(sha256)},mediaType ${btoa(mediaType)}`,
			'Content-Type': 'application/offset+octet-stream'
		};
		const answer = await this.#call(PHOTOS_PATH, { method: 'POST', headers, body: bytes });
		if (answer.ok && answer.headers.get('Upload-Offset') === String(bytes.byteLength)) {
			photos.sent++;
			return;
		}
		const error = await errorIn(answer);
		if (!(error instanceof Refused) || error.code === 'forbidden') throw error;
		photos.refused++;
	}

	async #send(request: ImportRequest): Promise<PushResponse> {
		const headers = { 'Content-Type': 'application/json' };
		const answer = await this.#call(IMPORT_PATH, { method: 'POST', headers, body: JSON.stringify(request) });
		if (!answer.ok) throw await errorIn(answer);
		const parsed = v.safeParse(PushResponse, await answer.json().catch(() => undefined));
		if (!parsed.success) throw new UnexpectedAnswer(IMPORT_PATH, 'not the agreed form');
		return parsed.output;
	}

	/** The answer, once the server has no more pauses to ask for. */
	async #call(path: string, init: RequestInit): Promise<Response> {
		const { signal, fetch: call = fetch, pause = wait } = this.options;
		const headers = { ...init.headers, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };
		for (let tried = 1; ; tried++) {
			if (signal.aborted) throw new RunStopped();
			let answer: Response;
			try {
				answer = await call(path, { ...init, headers, signal, cache: 'no-store' });
			} catch (error) {
				if (signal.aborted) throw new RunStopped();
				throw new NetworkFailed(error instanceof Error ? error.message : String(error));
			}
			const asked = answer.status === 429 || answer.status === 503 ? await errorIn(answer.clone()) : null;
			if (!(asked instanceof PauseAsked) || tried === PATIENCE) return answer;
			await pause(asked.retryAfterMs, signal);
		}
	}

	#count(what: 'unknownDevice', count: number): void {
		this.#report.entries[what] += count;
		this.#progress.entries.done += count;
		this.#tell();
	}

	#tell(): void {
		this.options.onProgress(structuredClone(this.#progress));
	}
}

function seqOf({ seq }: Item): number {
	return typeof seq === 'number' ? seq : Infinity;
}

/** As many as fit one call; at least one. */
function cutBatch(entries: readonly Item[], at: number, limit: number): Item[] {
	const batch: Item[] = [];
	let bytes = 0;
	for (const entry of entries.slice(at, at + limit)) {
		bytes += new TextEncoder().encode(JSON.stringify(entry)).length + 1;
		if (batch.length > 0 && bytes > MAX_PUSH_BYTES) break;
		batch.push(entry);
	}
	return batch;
}

async function errorIn(answer: Response) {
	return errorOf(answer.status, answer.headers.get('Retry-After'), await answer.text(), Date.now());
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
	try {
		return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
	} catch {
		return null;
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Ends early when the import is stopped. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, ms);
		signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
	});
}
