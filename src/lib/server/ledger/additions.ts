/** What one transaction adds to a site's ledger: entries with all that follows from them, and records that were refused. */
import type { EntryEnvelope } from '$lib/domain/ledger';
import {
	CHAIN_ROWS,
	ENTRY_ROWS,
	QUARANTINE_ROWS,
	writeRows,
	type ChainRow,
	type EntryRow,
	type QuarantineRow,
	type Tx
} from '../db';
import { project, WorkingCopy, type Statement } from '../projections';
import * as records from './records';

/** An entry that met every rule. */
export interface Addition {
	envelope: EntryEnvelope;
	statement: Statement;
	sealed: records.Sealed;
	/** ISO 8601, by the server's clock. */
	receivedAt: string;
	/** How far the device's clock was ahead when it sent it, in milliseconds. */
	skewMs: number;
}

/** Collects in memory; `save` writes everything with a few statements. */
export class Additions {
	readonly copy: WorkingCopy;
	readonly #entries: EntryRow[] = [];
	readonly #refused: QuarantineRow[] = [];
	readonly #chains: ChainRow[] = [];
	/** Whether an id stands for an entry already. */
	readonly #ids = new Map<string, boolean>();
	#position: number;
	#seal: string | null;

	private constructor(
		readonly tx: Tx,
		readonly site: string,
		/** The device id under which this server signs its own entries. */
		readonly serviceDevice: string,
		head: { position: number; seal: string | null }
	) {
		this.copy = new WorkingCopy(tx, site);
		this.#position = head.position;
		this.#seal = head.seal;
	}

	/** Waits for whoever appends to the site before. */
	static async open(tx: Tx, site: string): Promise<Additions> {
		const { service_device, position, seal } = await records.lockSite(tx, site);
		return new Additions(tx, site, service_device, { position, seal });
	}

	/** The last position that was given. */
	get position(): number {
		return this.#position;
	}

	async loadIds(ids: readonly string[]): Promise<void> {
		const taken = await records.takenIds(this.tx, this.site, ids);
		for (const id of ids) this.#ids.set(id, taken.has(id));
	}

	async isIdTaken(id: string): Promise<boolean> {
		if (!this.#ids.has(id)) await this.loadIds([id]);
		return this.#ids.get(id) === true;
	}

	/** Gives the entry the next position, and applies it to the projections. */
	async add({ envelope, statement, sealed, receivedAt, skewMs }: Addition): Promise<number> {
		const position = ++this.#position;
		const seal = records.sealArrival(this.#seal, { position, receivedAt, skewMs, hash: sealed.hash });
		this.#seal = seal;
		this.#ids.set(envelope.id, true);
		this.#entries.push({
			site: envelope.site,
			position,
			id: envelope.id,
			device: envelope.device,
			seq: envelope.seq,
			type: statement.type,
			person: envelope.actor.personId,
			about: records.subjectOf(statement.body),
			at: envelope.at,
			received_at: receivedAt,
			skew_ms: skewMs,
			hash: sealed.hash,
			json: sealed.json,
			seal
		});
		await project(this.copy, { envelope, statement, position, receivedAt });
		return position;
	}

	/** Keeps a refused record; the same record is kept once. */
	refuse(row: QuarantineRow): void {
		this.#refused.push(row);
	}

	/** How far a device has come now; to be said once for each. */
	setChain(row: ChainRow): void {
		this.#chains.push(row);
	}

	async save(): Promise<void> {
		const { tx, site } = this;
		await writeRows(tx, ENTRY_ROWS, this.#entries);
		await writeRows(tx, QUARANTINE_ROWS, this.#refused);
		await writeRows(tx, CHAIN_ROWS, this.#chains);
		await this.copy.save();
		await tx.updateTable('sites').set({ position: this.#position, seal: this.#seal }).where('id', '=', site).execute();
	}
}
