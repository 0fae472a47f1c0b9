/** A server in memory that keeps the receipt rules, and a network before it that can lose what it carries. For tests only. */
import type { EntryEnvelope } from '$lib/domain/ledger';
import {
	kindsAfter,
	MAX_PUSH_ENTRIES,
	parseAuthorization,
	PushRequest,
	type Receipt,
	type SyncDocument,
	type LostRecord
} from '$lib/wire';
import * as v from 'valibot';
import { createHash } from 'node:crypto';

/** What the network does with one call. A `Response` is given instead of the server's. */
export type Weather = 'fine' | 'request-lost' | 'answer-lost' | Response;

export interface Call {
	method: string;
	path: string;
	url: URL;
	headers: Headers;
	bytes: Uint8Array;
}

interface Upload {
	sha256: string;
	size: number;
	bytes: Uint8Array;
}

export class FakeServer {
	readonly entries: EntryEnvelope[] = [];
	readonly quarantined = new Map<string, string>();
	/** Said to be lost, in the order they came. */
	readonly lost: LostRecord[] = [];
	readonly photos = new Map<string, Uint8Array>();
	readonly thumbnails = new Map<string, Uint8Array>();
	documents: SyncDocument[] = [];
	readonly calls: Call[] = [];
	pageSize = 2;
	/** Why an entry is to be quarantined; null when it is fine. */
	judge: (entry: EntryEnvelope) => string | null = () => null;
	/** An answer in place of the server's own, decided on the content of the call. */
	intercept: (call: Call) => Response | null = () => null;
	weather: (call: Call) => Weather = () => 'fine';
	/** Cuts a photo's transfer after this many bytes of a piece have arrived. */
	cutPieceAt: ((call: Call) => number | null) | null = null;
	missingPhotos: string[] = [];
	#heads = 0;
	readonly #uploads = new Map<string, Upload>();

	readonly fetch: typeof fetch = async (input, init) => {
		const request = new Request(input, init);
		const url = new URL(request.url);
		const bytes = new Uint8Array(await request.arrayBuffer());
		const call: Call = { method: request.method, path: url.pathname, url, headers: request.headers, bytes };
		this.calls.push(call);
		request.signal.throwIfAborted();
		const weather = this.weather(call);
		if (weather instanceof Response) return weather;
		if (weather === 'request-lost') throw new TypeError('Failed to fetch');
		const answer = this.intercept(call) ?? this.#answer(call);
		if (weather === 'answer-lost') throw new TypeError('Failed to fetch');
		return answer;
	};

	get expectedSeq(): number {
		return this.#heads + 1;
	}

	/** What a tablet had sent before the test begins, from its first entry on. */
	holds(entries: readonly EntryEnvelope[]): void {
		this.entries.push(...entries);
		this.#heads = entries.at(-1)?.seq ?? this.#heads;
	}

	/** As after a restore from an older copy: everything from this `seq` on is forgotten. */
	forgetFrom(seq: number): void {
		this.entries.splice(0, Infinity, ...this.entries.filter((entry) => entry.seq < seq));
		this.#heads = seq - 1;
	}

	#answer(call: Call): Response {
		if (!parseAuthorization(call.headers.get('Authorization'))) return problemResponse(401, 'not-signed-in');
		if (['/api/sync/push', '/api/sync/import'].includes(call.path)) return this.#push(call);
		if (call.path === '/api/sync/pull') return this.#pull(call.url.searchParams);
		return this.#photo(call);
	}

	#push({ bytes }: Call): Response {
		const { entries } = v.parse(PushRequest, JSON.parse(new TextDecoder().decode(bytes)));
		if (entries.length > MAX_PUSH_ENTRIES) return problemResponse(413, 'too-large');
		const receipts = entries.map((entry) => this.#take(entry));
		const serverTime = new Date().toISOString();
		return Response.json({ receipts, expectedSeq: this.expectedSeq, missingPhotos: this.missingPhotos, serverTime });
	}

	#take(entry: PushRequest['entries'][number]): Receipt {
		if ('lost' in entry) return this.#takeLost(entry);
		const { id, seq } = entry;
		const known = this.entries.some((stored) => stored.id === id);
		const reason = this.quarantined.get(id) ?? null;
		if (known) return { id, seq, result: 'duplicate', position: 1, reason: null };
		if (reason !== null) return { id, seq, result: 'quarantined', position: null, reason };
		if (seq !== this.expectedSeq) return { id, seq, result: 'out-of-order', position: null, reason: null };
		this.#heads = seq;
		const refusal = this.judge(entry);
		if (refusal === null) this.entries.push(entry);
		else this.quarantined.set(id, refusal);
		const result = refusal === null ? 'stored' : 'quarantined';
		return { id, seq, result, position: refusal === null ? this.entries.length : null, reason: refusal };
	}

	#takeLost(record: LostRecord): Receipt {
		const { id, seq } = record;
		if (seq > this.expectedSeq) return { id, seq, result: 'out-of-order', position: null, reason: null };
		if (seq === this.expectedSeq) {
			this.#heads = seq;
			this.lost.push(record);
		}
		return { id, seq, result: 'quarantined', position: null, reason: 'lost-on-tablet' };
	}

	#pull(query: URLSearchParams): Response {
		const after = Number(query.get('after'));
		const since = query.get('since');
		const kinds = since === null ? null : kindsAfter(Number(since));
		const changed = this.documents
			.filter(({ kind, position }) => position > after && (kinds?.includes(kind) ?? true))
			.sort((a, b) => a.position - b.position);
		const documents = changed.slice(0, this.pageSize);
		const position = documents.at(-1)?.position ?? after;
		const more = changed.length > documents.length;
		return Response.json({ documents, position, more, serverTime: new Date().toISOString() });
	}

	#howFar(found: Upload | Uint8Array | undefined): Response {
		if (!found) return new Response(null, { status: 404 });
		const { bytes, size } = found instanceof Uint8Array ? { bytes: found, size: found.length } : found;
		const headers = { 'Upload-Offset': String(bytes.length), 'Upload-Length': String(size) };
		return new Response(null, { status: 200, headers });
	}

	#photo(call: Call): Response {
		const { method, path, headers, bytes } = call;
		const id = path.split('/')[3] ?? '';
		if (path.endsWith('/thumbnail')) {
			this.thumbnails.set(id, bytes);
			return new Response(null, { status: 204 });
		}
		if (method === 'POST') {
			const metadata = new Map(
				(headers.get('Upload-Metadata') ?? '').split(',').map((pair) => pair.split(' ') as [string, string])
			);
			const sha256 = atob(metadata.get('sha256') ?? '');
			const upload = `upload-${this.#uploads.size + 1}`;
			this.#uploads.set(upload, { sha256, size: Number(headers.get('Upload-Length')), bytes: new Uint8Array() });
			return new Response(null, { status: 201, headers: { Location: `/api/photos/${upload}` } });
		}
		const upload = this.#uploads.get(id);
		if (method === 'HEAD') return this.#howFar(upload ?? this.photos.get(id));
		if (!upload) return problemResponse(404, 'not-found');
		if (Number(headers.get('Upload-Offset')) !== upload.bytes.length) return problemResponse(409, 'invalid-request');
		const cut = this.cutPieceAt?.(call) ?? null;
		upload.bytes = new Uint8Array(Buffer.concat([upload.bytes, bytes.subarray(0, cut ?? bytes.length)]));
		if (cut !== null) throw new TypeError('Failed to fetch');
		if (upload.bytes.length === upload.size) {
			const sha256 = createHash('sha256').update(upload.bytes).digest('hex');
			if (sha256 !== upload.sha256) return problemResponse(400, 'invalid-request');
			this.photos.set(sha256, upload.bytes);
		}
		return new Response(null, { status: 204, headers: { 'Upload-Offset': String(upload.bytes.length) } });
	}
}

export function problemResponse(status: number, code: string, headers: Record<string, string> = {}): Response {
	const body = { type: `urn:countersign:problem:${code}`, title: code, status, code };
	return new Response(JSON.stringify(body), {
		status,
		headers: { 'Content-Type': 'application/problem+json', ...headers }
	});
}
