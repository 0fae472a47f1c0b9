/**
 * Takes one device's entries into the ledger, in one transaction. Every record gets a receipt: stored, stored before, kept in
 * quarantine with its reason, or not yet wanted because something before it is missing.
 */
import { Capture } from '$lib/domain/capture';
import { EntryEnvelope, fromBase64Url, linkFault, signedBytes, type QuarantineReason } from '$lib/domain/ledger';
import type { Device } from '$lib/domain/site';
import type { PushResponse, Receipt } from '$lib/wire';
import * as v from 'valibot';
import type { Core } from '../core';
import type { QuarantineRow, Tx } from '../db';
import { ProblemError } from '../problem';
import { project, readDocument } from '../projections';
import * as records from './records';
import { judge } from './rules';
import { isSignedBy } from './signature';

export interface Delivery {
	site: string;
	/** The device whose request signature covered these records, unless they are `imported`: only its own key moves its chain. */
	device: string;
	records: readonly Record<string, unknown>[];
	/** How far the device's clock was ahead of the server's when it sent them, in milliseconds. */
	skewMs: number;
	/** The `seq` of the newest record on the tablet, where it says so: what it still owes. */
	lastSeq?: number | undefined;
	/**
	 * Somebody else brought these records: no request signature of the device covers them. Then only records that its key has signed
	 * move its chain; every other is kept apart, and its place waits for the real one.
	 */
	imported?: boolean | undefined;
}

/** Throws `unknown-device` for a device the site's register does not have. */
export async function appendEntries(core: Core, delivery: Delivery): Promise<PushResponse> {
	return core.db.transaction().execute(async (tx) => {
		const { site, device: deviceId } = delivery;
		const { position } = await records.lockSite(tx, site);
		const device = await readDocument(tx, site, 'device', deviceId);
		if (!device) throw new ProblemError('unknown-device');
		const chain = await records.readChain(tx, site, deviceId);
		const receivedAt = core.now().toISOString();
		const append = new Append(tx, device, delivery, receivedAt, position, records.headOf(chain));
		const receipts: Receipt[] = [];
		for (const record of delivery.records) receipts.push(await append.take(record));
		await records.savePosition(tx, site, append.position);
		await records.saveChain(tx, {
			site,
			device: deviceId,
			...append.head,
			offered_seq: Math.max(append.offeredSeq, chain?.offered_seq ?? 0),
			...(delivery.imported
				? { last_seen_at: chain?.last_seen_at ?? receivedAt, skew_ms: chain?.skew_ms ?? 0 }
				: { last_seen_at: receivedAt, skew_ms: delivery.skewMs })
		});
		return {
			receipts,
			expectedSeq: append.head.seq + 1,
			missingPhotos: await records.missingPhotos(tx, site, append.captures),
			serverTime: receivedAt
		};
	});
}

/** One delivery on its way into the ledger. */
class Append {
	readonly captures: Capture[] = [];
	offeredSeq: number;

	constructor(
		private readonly tx: Tx,
		private readonly device: Device,
		private readonly delivery: Delivery,
		private readonly receivedAt: string,
		public position: number,
		public head: { seq: number; hash: string | null }
	) {
		this.offeredSeq = delivery.imported ? 0 : (delivery.lastSeq ?? 0);
	}

	async take(record: Record<string, unknown>): Promise<Receipt> {
		const { envelope, sealed } = read(record);
		const seq = envelope?.seq ?? claimedSeq(record) ?? this.head.seq + 1;
		const id = typeof record.id === 'string' ? record.id.slice(0, 64) : '';
		if (envelope && envelope.device !== this.device.id) {
			return this.#refuse({ id, seq, sealed, reason: 'wrong-device', link: 'apart' });
		}
		const before = seq <= this.head.seq ? await this.#recordedBefore(id, seq, sealed) : null;
		if (before) {
			if (envelope && before.result === 'duplicate') this.#notePhotos(envelope);
			return before;
		}
		const fault = envelope ? this.#provenanceFault(envelope) : 'bad-envelope';
		if (this.delivery.imported && (fault === 'bad-envelope' || fault === 'bad-signature')) {
			return this.#refuse({ id, seq, sealed, reason: fault, link: 'apart' });
		}
		this.offeredSeq = Math.max(this.offeredSeq, seq);
		if (seq > this.head.seq + 1) return { id, seq, result: 'out-of-order', position: null, reason: null };
		if (seq <= this.head.seq) {
			const reason = fault === 'bad-signature' || fault === 'bad-envelope' ? fault : 'fork';
			return this.#refuse({ id, seq, sealed, reason, link: 'apart' });
		}
		if (!envelope || fault === 'bad-envelope' || fault === 'bad-signature') {
			// The next entry was chained to what the tablet signed, which this is not: its link cannot be checked.
			this.head = { seq, hash: null };
			return this.#refuse({ id, seq, sealed, reason: fault ?? 'bad-envelope', link: 'breaks' });
		}
		const link = this.#linkFault(envelope);
		this.head = { seq, hash: sealed.hash };
		const provenance = fault ?? link;
		if (provenance) return this.#refuse({ id, seq, sealed, reason: provenance, link: 'follows' });
		return this.#judge(envelope, sealed);
	}

	async #judge(envelope: EntryEnvelope, sealed: records.Sealed): Promise<Receipt> {
		const { id, seq } = envelope;
		if (await records.isEntryIdTaken(this.tx, envelope.site, id)) {
			return this.#refuse({ id, seq, sealed, reason: 'id-taken', link: 'follows' });
		}
		const verdict = await judge(this.tx, envelope, Date.parse(envelope.at) - this.delivery.skewMs);
		if ('refused' in verdict) return this.#refuse({ id, seq, sealed, reason: verdict.refused, link: 'follows' });
		const position = ++this.position;
		const accepted = { envelope, statement: verdict.accepted, position, receivedAt: this.receivedAt };
		await records.insertEntry(this.tx, accepted, sealed, this.delivery.skewMs);
		await project(this.tx, accepted);
		this.#notePhotos(envelope);
		return { id, seq, result: 'stored', position, reason: null };
	}

	#provenanceFault(envelope: EntryEnvelope): QuarantineReason | null {
		const signature = fromBase64Url(envelope.sig);
		if (!isSignedBy(this.device.publicKey, signature, signedBytes(envelope))) return 'bad-signature';
		if (envelope.site !== this.delivery.site) return 'wrong-site';
		return this.device.revoked ? 'device-revoked' : null;
	}

	#linkFault(envelope: EntryEnvelope): QuarantineReason | null {
		const unknownHead = this.head.seq > 0 && this.head.hash === null;
		return !unknownHead && linkFault(envelope, this.head) ? 'broken-chain' : null;
	}

	/** The receipt of a record that is on record already; null when something else, or nothing, is. */
	async #recordedBefore(id: string, seq: number, { hash }: records.Sealed): Promise<Receipt | null> {
		const recorded = await records.recordedAt(this.tx, this.delivery.site, this.device.id, seq);
		const same = recorded.find((item) => item.hash === hash);
		if (!same) return null;
		return same.kind === 'entry'
			? { id, seq, result: 'duplicate', position: same.position, reason: null }
			: { id, seq, result: 'quarantined', position: null, reason: same.reason };
	}

	#notePhotos(envelope: EntryEnvelope): void {
		if (envelope.type === 'capture.recorded' && v.is(Capture, envelope.body)) this.captures.push(envelope.body);
	}

	async #refuse(refused: {
		id: string;
		seq: number;
		sealed: records.Sealed;
		reason: QuarantineReason;
		link: QuarantineRow['link'];
	}): Promise<Receipt> {
		const { id, seq, sealed, reason, link } = refused;
		await records.insertQuarantined(this.tx, {
			site: this.delivery.site,
			device: this.device.id,
			seq,
			hash: sealed.hash,
			entry_id: id,
			reason,
			link,
			received_at: this.receivedAt,
			json: sealed.json
		});
		return { id, seq, result: 'quarantined', position: null, reason };
	}
}

/** The record as an entry, or null when it is none. */
function read(record: Record<string, unknown>): { envelope: EntryEnvelope | null; sealed: records.Sealed } {
	let sealed: records.Sealed;
	try {
		sealed = records.seal(record);
	} catch {
		// Not representable, such as half a surrogate pair: nobody can have signed that.
		return { envelope: null, sealed: records.sealAsIs(record) };
	}
	return { envelope: v.is(EntryEnvelope, record) ? record : null, sealed };
}

/** A damaged record may still say where in the chain it stood. */
function claimedSeq(record: Record<string, unknown>): number | null {
	return Number.isSafeInteger(record.seq) && Number(record.seq) >= 1 ? Number(record.seq) : null;
}
