/** tus over `fetch`: the package's own transport is XMLHttpRequest, which a service worker does not have. */
import type { FileReader, HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';
import { send, type ServerAccess } from './server-call';

/** Each request is signed like any other call. `onAnswer` sees every answer before tus does. */
export function fetchStack(
	access: ServerAccess,
	limitMs: number,
	onAnswer: (method: string, status: number) => void
): HttpStack {
	return {
		getName: () => 'fetch',
		createRequest: (method, url) => new FetchRequest(access, method, url, limitMs, onAnswer)
	};
}

class FetchRequest implements HttpRequest {
	readonly #headers: Record<string, string> = {};
	readonly #stop = new AbortController();

	constructor(
		private readonly access: ServerAccess,
		private readonly method: string,
		private readonly url: string,
		private readonly limitMs: number,
		private readonly onAnswer: (method: string, status: number) => void
	) {}

	getMethod = () => this.method;
	getURL = () => this.url;
	getHeader = (name: string) => this.#headers[name];
	setHeader(name: string, value: string): void {
		this.#headers[name] = value;
	}
	/** `fetch` tells nothing about upload progress; the chunks do. */
	setProgressHandler(): void {}

	async send(body: Blob | null): Promise<HttpResponse> {
		const signal = AbortSignal.any([this.access.signal, this.#stop.signal]);
		const response = await send(
			{ ...this.access, signal },
			{
				method: this.method,
				url: this.url,
				headers: this.#headers,
				limitMs: this.limitMs,
				...(body ? { body } : {})
			}
		);
		const text = await response.text();
		this.onAnswer(this.method, response.status);
		return {
			getStatus: () => response.status,
			getHeader: (name) => response.headers.get(name) ?? undefined,
			getBody: () => text,
			getUnderlyingObject: () => response
		};
	}

	async abort(): Promise<void> {
		this.#stop.abort();
	}

	getUnderlyingObject = () => null;
}

/** Reads a Blob piece by piece; the package's readers differ between its browser and its Node build. */
export const blobReader: FileReader = {
	async openFile(blob: Blob) {
		return {
			size: blob.size,
			slice: async (start, end) => ({ value: blob.slice(start, end), done: end >= blob.size }),
			close: () => undefined
		};
	}
};
