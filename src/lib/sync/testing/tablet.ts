/** An enrolled tablet in memory that records captures with photos and decisions. For tests only. */
import type { EntryDraft } from '$lib/domain/ledger';
import type { PublicKey } from '$lib/domain/site';
import { LocalDatabase, recordEntries, type StoredPhoto } from '$lib/local-db';
import { createHash, generateKeyPairSync, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { SyncReport } from '../report';
import { runSync, type SyncOptions } from '../run';
import { transferPhoto } from '../transfer';
import type { FakeServer } from './fake-server';

export class TestTablet {
	readonly database = new LocalDatabase(`sync-${v7()}`);
	readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	readonly sign = async (bytes: Uint8Array) =>
		new Uint8Array(signBytes('sha256', bytes, { key: this.#keys.privateKey, dsaEncoding: 'ieee-p1363' }));
	readonly verify = (signature: Uint8Array, bytes: Uint8Array) =>
		verifyBytes('sha256', bytes, { key: this.#keys.publicKey, dsaEncoding: 'ieee-p1363' }, signature);

	constructor(
		private readonly server: FakeServer,
		private readonly deviceId = 'tablet-1'
	) {}

	get publicKey(): PublicKey {
		const { kty, crv, x, y } = this.#keys.publicKey.export({ format: 'jwk' });
		return { kty, crv, x, y } as PublicKey;
	}

	sync(options: Partial<SyncOptions> = {}): Promise<SyncReport> {
		return runSync({
			database: this.database,
			baseUrl: 'https://site.example',
			fetch: this.server.fetch,
			identity: { deviceId: this.deviceId, sign: this.sign },
			locks: undefined,
			transfer: async () => transferPhoto,
			...options
		});
	}

	/** Withdrawals: the smallest entries there are. */
	async record(count: number): Promise<string[]> {
		const drafts = Array.from({ length: count }, () => this.#draft('decision.withdrawn', { decisionId: v7() }));
		await recordEntries(this.database, this.sign, drafts);
		return drafts.map(({ id }) => id);
	}

	/** A capture with its photo; gives the photo's name. */
	async capture(
		content: Uint8Array<ArrayBuffer>,
		captureId: string = v7(),
		takenAt = new Date().toISOString(),
		thumbnail: Blob | null = null
	): Promise<string> {
		const photo = { ...photoOf(content, takenAt), thumbnail };
		const { sha256, mediaType, bytes, width, height } = photo;
		const body = {
			id: captureId,
			subject: { kind: 'part', partId: 'part-1' },
			scanned: null,
			workOrderId: null,
			areaId: null,
			plan: null,
			frame: { x: 0, y: 0, width: 1, height: 1 },
			photo: { sha256, mediaType, bytes, width, height },
			photoSource: 'camera',
			sample: false
		};
		await recordEntries(this.database, this.sign, [this.#draft('capture.recorded', body)], [photo]);
		return sha256;
	}

	async decide(captureId: string): Promise<void> {
		await recordEntries(this.database, this.sign, [this.#draft('decision.made', { id: v7(), captureId })]);
	}

	async waiting(): Promise<number[]> {
		return this.database.outbox.orderBy('seq').primaryKeys();
	}

	/** The sync looks at envelopes only; a body is what the test needs of it. */
	#draft(type: EntryDraft['type'], body: Record<string, unknown>): EntryDraft {
		const actor = { personId: 'ana', role: 'inspector', proof: 'pin-offline' } as const;
		const at = new Date().toISOString();
		return { id: v7(), site: 'site-1', device: this.deviceId, at, actor, type, body } as unknown as EntryDraft;
	}
}

export function photoOf(content: Uint8Array<ArrayBuffer>, takenAt = new Date().toISOString()): StoredPhoto {
	return {
		sha256: createHash('sha256').update(content).digest('hex'),
		blob: new Blob([content], { type: 'image/jpeg' }),
		mediaType: 'image/jpeg',
		bytes: content.length,
		width: 640,
		height: 480,
		takenAt,
		state: 'waiting',
		uploadUrl: null,
		attempts: 0,
		lastError: null
	};
}
