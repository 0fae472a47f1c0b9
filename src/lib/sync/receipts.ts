/** The server's receipts on their way to disk, one call's after the other, while the next call is already under way. */
import type { LocalDatabase } from '$lib/local-db';
import type { PushResponse, Receipt } from '$lib/wire';
import type { Outgoing } from './batches';
import { UnexpectedAnswer } from './errors';
import type { PushOutcome } from './push';
import type { ServerAccess } from './server-call';
import { updateStatus } from './status';

export class ReceiptWriter {
	readonly #database: LocalDatabase;
	readonly #access: ServerAccess;
	readonly #outcome: PushOutcome;
	#writing: Promise<void> = Promise.resolve();

	constructor(database: LocalDatabase, access: ServerAccess, outcome: PushOutcome) {
		this.#database = database;
		this.#access = access;
		this.#outcome = outcome;
	}

	/**
	 * Begins to take an answer to disk, once the one before is there.
	 * @throws UnexpectedAnswer for a receipt of something that was not sent; whatever kept the answer before from the disk
	 */
	async write(batch: readonly Outgoing[], answer: PushResponse): Promise<void> {
		const sent = new Map(batch.map((stored) => [stored.id, stored]));
		for (const { id, seq } of answer.receipts) {
			if (sent.get(id)?.seq !== seq) throw new UnexpectedAnswer('push', `receipt for ${id}, which was not sent`);
		}
		await this.#writing;
		this.#writing = this.#settle(sent, answer);
		// Told by whoever asks next, and nobody else.
		this.#writing.catch(() => undefined);
	}

	/** All receipts are on disk. */
	written(): Promise<void> {
		return this.#writing;
	}

	/** Rows out of the outbox, quarantined ones kept apart, all in one transaction. */
	async #settle(sent: ReadonlyMap<string, Outgoing>, answer: PushResponse): Promise<void> {
		const kept = answer.receipts.filter(({ result }) => result !== 'out-of-order');
		const nowMs = this.#access.now();
		const { outbox, quarantined, photos, settings } = this.#database;
		await this.#database.transaction('rw', [outbox, quarantined, photos, settings], async () => {
			const rows = await outbox.bulkGet(kept.map(({ seq }) => seq));
			const settled = kept.filter(({ id }, index) => rows[index]?.id === id);
			await outbox.bulkDelete(settled.map(({ seq }) => seq));
			const refused = kept.filter(({ result }) => result === 'quarantined');
			if (refused.length > 0) {
				await quarantined.bulkPut(refused.map((receipt) => quarantinedRow(receipt, sent, nowMs)));
			}
			await this.#sendAgain(answer.missingPhotos);
			await updateStatus(this.#database, () => ({ serverExpectedSeq: answer.expectedSeq }));
			this.#outcome.pushed += settled.length;
			this.#outcome.quarantined += refused.length;
		});
	}

	/** The server lost a photo it had, or another tablet's record names it. Most of those it names only wait their turn here. */
	async #sendAgain(missing: readonly string[]): Promise<void> {
		if (missing.length === 0) return;
		const { photos } = this.#database;
		const sent = new Set(await photos.where('state').equals('sent').primaryKeys());
		const again = missing.filter((sha256) => sent.has(sha256));
		if (again.length > 0) await photos.where('sha256').anyOf(again).modify({ state: 'waiting', uploadUrl: null });
	}
}

function quarantinedRow({ id, seq, reason }: Receipt, sent: ReadonlyMap<string, Outgoing>, nowMs: number) {
	return { id, seq, type: sent.get(id)?.type ?? '', reason: reason ?? '', at: new Date(nowMs).toISOString() };
}
