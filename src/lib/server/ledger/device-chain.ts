/** One delivery on its way into the ledger: every record gets its place in the device's chain, and a receipt. */
import { filesNamedBy, linkFault, type ChainHead, type EntryEnvelope, type QuarantineReason } from '$lib/domain/ledger';
import type { Device } from '$lib/domain/site';
import type { Receipt } from '$lib/wire';
import type { ChainRow, QuarantineRow } from '../db';
import type { Additions } from './additions';
import type { Delivery } from './append';
import type { Arrival } from './arrival';
import * as records from './records';
import { judge, type Verdict } from './rules';

export class DeviceChain {
	head: ChainHead;
	/** Names of the photos and sounds that are named by what is on record now. */
	readonly files = new Set<string>();
	readonly #recorded = new Map<number, records.Recorded[]>();
	#offeredSeq: number;

	constructor(
		private readonly additions: Additions,
		private readonly device: Device,
		private readonly delivery: Delivery,
		private readonly chain: ChainRow | null,
		/** ISO 8601, by the server's clock. */
		private readonly receivedAt: string
	) {
		this.head = records.headOf(chain);
		this.#offeredSeq = Math.max(chain?.offered_seq ?? 0, delivery.imported ? 0 : (delivery.lastSeq ?? 0));
	}

	/** The chain as it stands after what was taken. */
	get row(): ChainRow {
		const { delivery, chain, receivedAt } = this;
		return {
			site: delivery.site,
			device: delivery.device,
			...this.head,
			offered_seq: this.#offeredSeq,
			// What somebody else brings says nothing about when the tablet was last here, nor about its clock.
			last_seen_at: delivery.imported ? (chain?.last_seen_at ?? receivedAt) : receivedAt,
			skew_ms: delivery.imported ? (chain?.skew_ms ?? 0) : delivery.skewMs
		};
	}

	/** Reads what is on record at the places of these, unless all of them only go on where the chain ends. */
	async loadRecorded(arrivals: readonly Arrival[]): Promise<void> {
		const places = arrivals.flatMap(({ seq }) => seq ?? []);
		if (new Set(places).size === arrivals.length && places.every((seq) => seq > this.head.seq)) return;
		const { tx, site } = this.additions;
		for (const item of await records.recordedAt(tx, site, this.device.id, places)) this.#note(item);
	}

	async take(arrival: Arrival): Promise<Receipt> {
		const { envelope, id, sealed, content } = arrival;
		const seq = arrival.seq ?? this.head.seq + 1;
		if (envelope && envelope.device !== this.device.id) return this.#refuse(arrival, seq, 'wrong-device', 'apart');
		const same = this.#recorded.get(seq)?.find(({ hash }) => hash === sealed.hash);
		if (same && seq <= this.head.seq) {
			if (same.kind === 'quarantined') return quarantined(id, seq, same.reason);
			this.#noteFiles(content);
			return { id, seq, result: 'duplicate', position: same.position, reason: null };
		}
		const unread = 'refused' in content ? content.refused : 'bad-envelope';
		const damage = !envelope ? unread : arrival.genuine ? null : 'bad-signature';
		if (damage && this.delivery.imported) return this.#refuse(arrival, seq, damage, 'apart');
		this.#offeredSeq = Math.max(this.#offeredSeq, seq);
		if (seq > this.head.seq + 1) return { id, seq, result: 'out-of-order', position: null, reason: null };
		if (seq <= this.head.seq) return this.#refuse(arrival, seq, damage ?? 'fork', 'apart');
		if (!envelope || damage) {
			// The next entry was chained to what the tablet signed, which this is not: its link cannot be checked.
			this.head = { seq, hash: null };
			return this.#refuse(arrival, seq, damage ?? unread, 'breaks');
		}
		const fault = this.#originFault(envelope) ?? this.#linkFault(envelope);
		this.head = { seq, hash: sealed.hash };
		return fault ? this.#refuse(arrival, seq, fault, 'follows') : this.#judge(arrival, envelope);
	}

	async #judge(arrival: Arrival, envelope: EntryEnvelope): Promise<Receipt> {
		const { additions, receivedAt } = this;
		const { skewMs } = this.delivery;
		const { id, seq } = envelope;
		if (await additions.isIdTaken(id)) return this.#refuse(arrival, seq, 'id-taken', 'follows');
		const madeAt = Date.parse(envelope.at) - skewMs;
		const verdict = await judge(additions.copy, envelope, arrival.content, { madeAt, receivedAt });
		if ('refused' in verdict) return this.#refuse(arrival, seq, verdict.refused, 'follows');
		const { sealed } = arrival;
		const position = await additions.add({ envelope, statement: verdict.accepted, sealed, receivedAt, skewMs });
		this.#note({ kind: 'entry', seq, hash: sealed.hash, position });
		this.#noteFiles(arrival.content);
		return { id, seq, result: 'stored', position, reason: null };
	}

	#originFault(envelope: EntryEnvelope): QuarantineReason | null {
		if (envelope.site !== this.delivery.site) return 'wrong-site';
		return this.device.revoked ? 'device-revoked' : null;
	}

	#linkFault(envelope: EntryEnvelope): QuarantineReason | null {
		const unknownHead = this.head.seq > 0 && this.head.hash === null;
		return !unknownHead && linkFault(envelope, this.head) ? 'broken-chain' : null;
	}

	#note(item: records.Recorded): void {
		this.#recorded.set(item.seq, [...(this.#recorded.get(item.seq) ?? []), item]);
	}

	#noteFiles(content: Verdict): void {
		if ('accepted' in content) for (const name of filesNamedBy(content.accepted)) this.files.add(name);
	}

	#refuse({ id, sealed }: Arrival, seq: number, reason: QuarantineReason, link: QuarantineRow['link']): Receipt {
		this.additions.refuse({
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
		this.#note({ kind: 'quarantined', seq, hash: sealed.hash, reason });
		return quarantined(id, seq, reason);
	}
}

function quarantined(id: string, seq: number, reason: string): Receipt {
	return { id, seq, result: 'quarantined', position: null, reason };
}
