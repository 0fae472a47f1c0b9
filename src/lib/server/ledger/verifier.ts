/** Checks many signatures away from the thread that answers calls. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { fromBase64Url } from '$lib/domain/ledger';
import type { PublicKey } from '$lib/domain/site';
import { isSignedBy, isUsableKey } from './signature';
import source from './verify-worker.js?raw';

/** A text and the signature that is claimed for it, base64url. */
export interface Signed {
	text: string;
	signature: string;
}

/** The thread that answers calls needs a processor too. */
const THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));
/** A tablet that sends each decision at once: handing so few over costs as much as checking them here. */
const CHECKED_HERE = 2;

/** Whether each of these is genuinely signed by the key: ECDSA P-256 over SHA-256, 64 bytes r‖s. */
export async function areSignedBy(key: PublicKey, claims: readonly Signed[]): Promise<boolean[]> {
	if (!isUsableKey(key)) return claims.map(() => false);
	if (claims.length <= CHECKED_HERE) {
		return claims.map(({ text, signature }) => isSignedBy(key, fromBase64Url(signature), Buffer.from(text)));
	}
	return leastBusy().check(key, claims);
}

interface Waiting {
	resolve: (genuine: boolean[]) => void;
	reject: (reason: Error) => void;
}

/** One thread, started with its first delivery. If it ever fails, what waits for it fails, and a new one takes its place. */
class Thread {
	readonly waiting = new Map<number, Waiting>();
	readonly #worker: Worker;
	#last = 0;

	constructor(onEnd: (thread: Thread) => void) {
		this.#worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
		// It must not keep a process alive that has nothing else to do.
		this.#worker.unref();
		this.#worker.on('message', ({ id, genuine }: { id: number; genuine: boolean[] }) => {
			this.waiting.get(id)?.resolve(genuine);
			this.#done(id);
		});
		this.#worker.on('error', (error) => {
			onEnd(this);
			const reason = error instanceof Error ? error : new Error(String(error));
			for (const { reject } of this.waiting.values()) reject(reason);
		});
	}

	check(key: PublicKey, claims: readonly Signed[]): Promise<boolean[]> {
		return new Promise((resolve, reject) => {
			const id = ++this.#last;
			this.waiting.set(id, { resolve, reject });
			// While somebody waits the process has something to do.
			this.#worker.ref();
			this.#worker.postMessage({
				id,
				key,
				texts: claims.map(({ text }) => text),
				signatures: claims.map(({ signature }) => signature)
			});
		});
	}

	#done(id: number): void {
		this.waiting.delete(id);
		if (this.waiting.size === 0) this.#worker.unref();
	}
}

const threads: Thread[] = [];

function leastBusy(): Thread {
	const idle = threads.find((thread) => thread.waiting.size === 0);
	if (idle) return idle;
	if (threads.length < THREADS) {
		const thread = new Thread((ended) => threads.splice(threads.indexOf(ended), 1));
		threads.push(thread);
		return thread;
	}
	return threads.reduce((best, thread) => (thread.waiting.size < best.waiting.size ? thread : best));
}
