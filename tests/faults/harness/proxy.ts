/**
 * The network between a tablet and its server. It listens at the address that the tablet uses, and can do what networks do: break in
 * the middle, lose an answer, be slow, say nothing at all, or let something else answer in the server's place.
 */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once as event } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface Call {
	method: string;
	/** Without the query. */
	path: string;
	/** Of the body, as announced. */
	bytes: number;
}

/** What the network does with one call. */
export type Weather =
	| { kind: 'fine' }
	/** The connection breaks once this share of the body has gone through; at 0 the server hears nothing. */
	| { kind: 'request-cut'; after: number }
	/** The server does its work, and the tablet never hears of it; `arrived` is told at the moment when the answer begins. */
	| { kind: 'answer-lost'; arrived?: () => void }
	/** Something else answers, and the server hears nothing. */
	| { kind: 'answered'; status: number; headers?: Record<string, string>; body?: string }
	/** Taken, and never answered. */
	| { kind: 'swallowed' }
	/** Fine; the caller is told at the moment when the server has the whole body and nothing has come back. */
	| { kind: 'watched'; passedOn: () => void }
	/** As `watched`, told once this share of the body has gone through. */
	| { kind: 'watched-at'; share: number; reached: () => void };

export const FINE: Weather = { kind: 'fine' };

export const isPush = ({ method, path }: Call) => method === 'POST' && path === '/api/sync/push';
/** A piece of a photo. */
export const isPiece = ({ method, path }: Call) => method === 'PATCH' && path.startsWith('/api/photos/');
/** Anything about photos. */
export const isPhoto = ({ path }: Call) => path.startsWith('/api/photos');

/** This weather for the first calls of a kind, from then on fine again. */
export function once(
	about: (call: Call) => boolean,
	...weathers: readonly Weather[]
): { weather: (call: Call) => Weather; happened: Promise<void> } {
	const left = [...weathers];
	let happen: () => void = () => undefined;
	const happened = new Promise<void>((resolve) => (happen = resolve));
	const weather = (call: Call) => {
		const next = about(call) ? left.shift() : undefined;
		if (next && left.length === 0) happen();
		return next ?? FINE;
	};
	return { weather, happened };
}

export interface Speed {
	/** Both ways together. */
	bytesPerSecond: number;
	/** Before each call, in ms. */
	latencyMs: number;
}

/** Changes what the server serves: the address that is asked for, and what comes back as text. */
export interface Rewrite {
	/** The path to ask the server for; null where there is nothing. */
	path(path: string): string | null;
	text(path: string, text: string): string;
}

const PIECE_BYTES = 4096;
/** Of one connection to the next: Node's own business, not to be passed on. */
const PER_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding'];
const TEXT = /^(text\/|application\/(json|javascript|manifest\+json))/;

export class Proxy {
	/** Asked for every call. */
	weather: (call: Call) => Weather = () => FINE;
	/** Null: as fast as the computer is. */
	speed: Speed | null = null;
	rewrite: Rewrite | null = null;
	/**
	 * Nothing gets through. A browser that is told to be offline may still let a service worker through that it has only just woken.
	 */
	down = false;
	readonly #server: Server;
	readonly #target: () => number;
	readonly #swallowed = new Set<IncomingMessage>();
	#freeAt = 0;

	private constructor(target: () => number) {
		this.#target = target;
		this.#server = createServer((call, answer) => {
			// Whatever breaks on the way is a broken connection to the tablet.
			this.#carry(call, answer).catch(() => call.socket.destroy());
		});
		// A tablet keeps its connections; one that ends while a call is on its way would be a fault nobody asked for.
		this.#server.keepAliveTimeout = 120_000;
	}

	/** @param target Port of the server on this computer that takes the next call. */
	static async open(target: () => number): Promise<Proxy> {
		const proxy = new Proxy(target);
		proxy.#server.listen(0, '127.0.0.1');
		await event(proxy.#server, 'listening');
		return proxy;
	}

	get origin(): string {
		return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
	}

	/** The network is as it should be again; what was swallowed is let go. */
	clear(): void {
		this.weather = () => FINE;
		this.speed = null;
		this.down = false;
		for (const call of this.#swallowed) call.socket.destroy();
		this.#swallowed.clear();
	}

	async close(): Promise<void> {
		this.clear();
		this.#server.closeAllConnections();
		this.#server.close();
		await event(this.#server, 'close');
	}

	async #carry(call: IncomingMessage, answer: ServerResponse): Promise<void> {
		if (this.down) return void call.socket.destroy();
		const path = (call.url ?? '/').split('?', 1)[0] ?? '/';
		const weather = this.weather({
			method: call.method ?? 'GET',
			path,
			bytes: Number(call.headers['content-length'] ?? 0)
		});
		if (this.speed) await wait(this.speed.latencyMs);
		if (weather.kind === 'swallowed') return void this.#swallowed.add(call);
		if (weather.kind === 'answered') return this.#answerInstead(call, answer, weather);
		if (weather.kind === 'request-cut' && weather.after === 0) return void call.socket.destroy();
		const url = this.rewrite ? this.rewrite.path(call.url ?? '/') : (call.url ?? '/');
		if (url === null) return this.#answerInstead(call, answer, { status: 404 });
		await this.#passOn(call, answer, weather, url);
	}

	async #passOn(call: IncomingMessage, answer: ServerResponse, weather: Weather, path: string): Promise<void> {
		const headers = { ...call.headers };
		// Rewritten as text, so it must come as text.
		if (this.rewrite) delete headers['accept-encoding'];
		const onward = request({
			host: '127.0.0.1',
			port: this.#target(),
			method: call.method,
			path,
			headers,
			agent: false
		});
		const answered = event(onward, 'response') as Promise<[IncomingMessage]>;
		// Read below; until then a failure has nobody else to go to.
		answered.catch(() => undefined);
		const bytes = Number(call.headers['content-length'] ?? 0);
		let passed = 0;
		for await (const piece of this.#atSpeed(call)) {
			onward.write(piece);
			passed += piece.length;
			if (weather.kind === 'request-cut' && passed >= bytes * weather.after) {
				await flushed(onward);
				onward.destroy();
				call.socket.destroy();
				return;
			}
			if (weather.kind === 'watched-at' && passed >= bytes * weather.share) weather.reached();
		}
		onward.end();
		if (weather.kind === 'watched') weather.passedOn();
		const [response] = await answered;
		if (weather.kind === 'answer-lost') {
			weather.arrived?.();
			for await (const _ of response) continue;
			call.socket.destroy();
			return;
		}
		await this.#passBack(response, answer, path);
	}

	async #passBack(response: IncomingMessage, answer: ServerResponse, path: string): Promise<void> {
		const headers = Object.entries(response.headers).filter(([name]) => !PER_CONNECTION.includes(name));
		if (this.rewrite && TEXT.test(response.headers['content-type'] ?? '')) {
			const pieces: Buffer[] = [];
			for await (const piece of response as AsyncIterable<Buffer>) pieces.push(piece);
			const text = this.rewrite.text(path, Buffer.concat(pieces).toString('utf8'));
			// Its tag and its length were those of the text that the server sent.
			const kept = headers.filter(([name]) => !['content-length', 'etag', 'last-modified'].includes(name));
			answer.writeHead(response.statusCode ?? 502, Object.fromEntries(kept)).end(text);
			return;
		}
		answer.writeHead(response.statusCode ?? 502, Object.fromEntries(headers));
		for await (const piece of this.#atSpeed(response)) answer.write(piece);
		answer.end();
	}

	/** The call is read to its end first: an answer in the middle of a body is another fault. */
	async #answerInstead(
		call: IncomingMessage,
		answer: ServerResponse,
		{ status, headers = {}, body = '' }: { status: number; headers?: Record<string, string>; body?: string }
	): Promise<void> {
		for await (const _ of call) continue;
		answer.writeHead(status, headers).end(body);
	}

	async *#atSpeed(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
		for await (const chunk of stream) {
			for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
				const piece = chunk.subarray(at, at + PIECE_BYTES);
				if (this.speed) await this.#takeTurn(piece.length / this.speed.bytesPerSecond);
				yield piece;
			}
		}
	}

	/** All connections share the link. */
	async #takeTurn(seconds: number): Promise<void> {
		const now = performance.now();
		const start = Math.max(now, this.#freeAt);
		this.#freeAt = start + seconds * 1000;
		await wait(this.#freeAt - now);
	}
}

/** Resolves when what was written has left this process. */
async function flushed(onward: ReturnType<typeof request>): Promise<void> {
	await new Promise<void>((done) => {
		onward.write('', () => done());
		onward.once('error', () => done());
	});
}
