/** A tablet of the fleet: its own key, its chain, and a queue of pushes that were signed beforehand. */
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { EMPTY_CHAIN, canonicalForms, signedBytes, toBase64Url, type Actor, type ChainHead } from '$lib/domain/ledger';
import type { PublicKey } from '$lib/domain/site';
import { formatAuthorization, requestBytes } from '$lib/wire';
import { v7 as uuid } from 'uuid';
import { BY_DEVICE, INSPECTOR, makeInspection } from './inspection';

export const PUSH_PATH = '/api/sync/push';
export const BATCH = 50;

/** One call's body. */
export interface Push {
	body: Buffer;
	/** SHA-256 of the body, base64url. */
	bodyHash: string;
	entries: number;
}

export class FleetTablet {
	readonly publicKey: PublicKey;
	/** Given by the server when it enrols. */
	id = '';
	readonly queue: Push[] = [];
	/** Entries the server has acknowledged. */
	acknowledged = 0;
	readonly #key: KeyObject;
	#head: ChainHead = EMPTY_CHAIN;
	#inspections = 0;

	constructor(readonly site: string) {
		const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		this.#key = privateKey;
		this.publicKey = publicKey.export({ format: 'jwk' }) as PublicKey;
	}

	/** Writes and signs this many entries, and packs them into pushes. */
	prepare(entries: number): void {
		const waiting: string[] = [];
		for (let made = 0; made < entries;) {
			const { capture, suggestion, decision } = makeInspection(this.#inspections++);
			const statements = [
				['capture.recorded', capture, INSPECTOR],
				['suggestion.made', suggestion, BY_DEVICE],
				['decision.made', decision, INSPECTOR]
			] as const;
			for (const [type, body, actor] of statements.slice(0, entries - made)) {
				waiting.push(this.#write(type, body, actor));
				made++;
			}
		}
		for (let from = 0; from < waiting.length; from += BATCH) {
			const some = waiting.slice(from, from + BATCH);
			const body = Buffer.from(`{"device":"${this.id}","entries":[${some.join(',')}]}`);
			this.queue.push({
				body,
				bodyHash: createHash('sha256').update(body).digest('base64url'),
				entries: some.length
			});
		}
	}

	/** The signature of one call, over the time it is made at. */
	authorize(method: string, pathAndQuery: string, bodyHash: string): string {
		const unixMs = Date.now();
		const signature = this.#sign(requestBytes(method, pathAndQuery, unixMs, bodyHash));
		return formatAuthorization({ deviceId: this.id, unixMs, signature });
	}

	#write(type: string, body: object, actor: Actor): string {
		const unsigned = {
			v: 1 as const,
			id: uuid(),
			site: this.site,
			device: this.id,
			seq: this.#head.seq + 1,
			prev: this.#head.hash,
			at: new Date().toISOString(),
			actor,
			type,
			body: { ...body }
		};
		const { whole } = canonicalForms({ ...unsigned, sig: this.#sign(signedBytes(unsigned)) });
		this.#head = { seq: unsigned.seq, hash: createHash('sha256').update(whole).digest('base64url') };
		return whole;
	}

	#sign(bytes: Uint8Array): string {
		return toBase64Url(sign('sha256', bytes, { key: this.#key, dsaEncoding: 'ieee-p1363' }));
	}
}
