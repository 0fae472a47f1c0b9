/** The server's receipts on their way to disk, one call's after the other, while the next call is already under way. */
import { isStorageFull, storageError, withRoom, type LocalDatabase } from '$lib/local-db';
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

	/**
	 * Where the disk is full to the last byte, what the server keeps as it is goes from the outbox all the same: that takes no room and
	 * makes some. A record that it set aside must be kept apart here first, and is told again with the next push.
	 */
	async #settle(sent: ReadonlyMap<string, Outgoing>, answer: PushResponse): Promise<void> {
		const kept = answer.receipts.filter(({ result }) => result !== 'out-of-order');
		const refused = kept.filter(({ result }) => result === 'quarantined');
		try {
			this.#outcome.pushed += await withRoom(this.#database, 0, () => this.#settleAll(sent, answer, kept, refused));
			this.#outcome.quarantined += refused.length;
		} catch (error) {
			if (!isStorageFull(error)) throw error;
			this.#outcome.pushed += await this.#letGo(kept.filter(({ result }) => result !== 'quarantined'));
			if (refused.length > 0) throw storageError(error);
		}
	}

	/** Rows out of the outbox, quarantined ones kept apart, all in one transaction. Gives how many went. */
	async #settleAll(
		sent: ReadonlyMap<string, Outgoing>,
		answer: PushResponse,
		kept: readonly Receipt[],
		refused: readonly Receipt[]
	): Promise<number> {
		const nowMs = this.#access.now();
		const sendAgain = await this.#photosToSendAgain(answer.missingPhotos);
		const { outbox, quarantined, photos, settings } = this.#database;
		// Only what is written to: whoever decides meanwhile waits for nothing else.
		const tables = [
			...[outbox, settings],
			...(refused.length > 0 ? [quarantined] : []),
			...(sendAgain.length > 0 ? [photos] : [])
		];
		return this.#database.transaction('rw', tables, async () => {
			const went = await this.#letGo(kept);
			if (refused.length > 0) {
				await quarantined.bulkPut(refused.map((receipt) => quarantinedRow(receipt, sent, nowMs)));
			}
			if (sendAgain.length > 0) {
				await photos.where('sha256').anyOf(sendAgain).modify({ state: 'waiting', uploadUrl: null });
			}
			await updateStatus(this.#database, () => ({ serverExpectedSeq: answer.expectedSeq }));
			return went;
		});
	}

	/** Takes what has its receipt out of the outbox; gives how many that were. */
	async #letGo(receipts: readonly Receipt[]): Promise<number> {
		const { outbox } = this.#database;
		return this.#database.transaction('rw', outbox, async () => {
			const rows = await outbox.bulkGet(receipts.map(({ seq }) => seq));
			const settled = receipts.filter(({ id }, index) => rows[index]?.id === id);
			await outbox.bulkDelete(settled.map(({ seq }) => seq));
			return settled.length;
		});
	}

	/** The server lost a photo it had, or another tablet's record names it. Most of those it names only wait their turn here. */
	async #photosToSendAgain(missing: readonly string[]): Promise<string[]> {
		if (missing.length === 0) return [];
		const sent = new Set(await this.#database.photos.where('state').equals('sent').primaryKeys());
		return missing.filter((sha256) => sent.has(sha256));
	}
}

function quarantinedRow({ id, seq, reason }: Receipt, sent: ReadonlyMap<string, Outgoing>, nowMs: number) {
	return { id, seq, type: sent.get(id)?.type ?? '', reason: reason ?? '', at: new Date(nowMs).toISOString() };
}
