/**
 * Deliveries that come at the same time are written together: one transaction, one flush of the disk for all of them. While others are
 * being read and checked, what is ready waits for them a moment; a device that sends alone waits for nobody.
 */
import type { PushResponse } from '$lib/wire';
import { StoreUnavailable } from '../db';
import type { ReadDelivery } from './append';

/** Entries in one transaction: enough to share its cost among many devices, few enough that each waits some ten milliseconds. */
const MAX_ENTRIES = 500;

/** For others that are being read. The disk is flushed every few milliseconds otherwise, and nothing else is done meanwhile. */
const GATHER_MS = 50;

type Write = (group: readonly ReadDelivery[]) => Promise<PushResponse[]>;

interface Waiting {
	delivery: ReadDelivery;
	write: Write;
	resolve: (response: PushResponse) => void;
	reject: (reason: unknown) => void;
}

export class AppendQueue {
	#waiting: Waiting[] = [];
	/** Deliveries that are not read yet. */
	#reading = 0;
	#isWriting = false;
	/** Ends the waiting for others; null while nobody waits for them. */
	#goOn: (() => void) | null = null;

	/** Resolves when the delivery is kept for good. Rejects with what reading it or writing it did. */
	async add(reading: Promise<ReadDelivery>, write: Write): Promise<PushResponse> {
		this.#reading++;
		const delivery = await reading.catch((error: unknown) => {
			this.#reading--;
			this.#look();
			throw error;
		});
		return new Promise((resolve, reject) => {
			this.#reading--;
			this.#waiting.push({ delivery, write, resolve, reject });
			this.#look();
			if (!this.#isWriting) void this.#writeAll();
		});
	}

	get #isEnough(): boolean {
		const entries = this.#waiting.reduce((sum, { delivery }) => sum + delivery.arrivals.length, 0);
		return this.#reading === 0 || entries >= MAX_ENTRIES;
	}

	#look(): void {
		if (this.#isEnough) this.#goOn?.();
	}

	async #gather(): Promise<void> {
		if (this.#isEnough) return;
		let timer: ReturnType<typeof setTimeout> | undefined;
		await new Promise<void>((resolve) => {
			this.#goOn = resolve;
			timer = setTimeout(resolve, GATHER_MS);
		});
		clearTimeout(timer);
		this.#goOn = null;
	}

	async #writeAll(): Promise<void> {
		this.#isWriting = true;
		while (this.#waiting.length > 0) {
			await this.#gather();
			const group = this.#next();
			const failure = await attempt(group);
			// One delivery that cannot be written must not take the others with it.
			const alone = failure !== null && group.length > 1 && !(failure instanceof StoreUnavailable);
			if (alone) for (const waiting of group) await attempt([waiting]).then((error) => error && waiting.reject(error));
			else if (failure) for (const { reject } of group) reject(failure);
		}
		this.#isWriting = false;
	}

	/** The longest waiting, and with them others of the same site: one of each device, whose next follows on what this one stores. */
	#next(): Waiting[] {
		const group: Waiting[] = [];
		const rest: Waiting[] = [];
		const devices = new Set<string>();
		let entries = 0;
		for (const waiting of this.#waiting) {
			const { site, device, arrivals } = waiting.delivery;
			const fits = group.length === 0 || entries + arrivals.length <= MAX_ENTRIES;
			const joins = fits && !devices.has(device) && (group[0]?.delivery.site ?? site) === site;
			devices.add(device);
			if (joins) entries += arrivals.length;
			(joins ? group : rest).push(waiting);
		}
		this.#waiting = rest;
		return group;
	}
}

/** Writes a group and hands out its receipts. Null, or why none of it was written. */
async function attempt(group: readonly Waiting[]): Promise<Error | null> {
	try {
		const responses = await group[0]?.write(group.map(({ delivery }) => delivery));
		for (const [index, { resolve }] of group.entries()) {
			const response = responses?.[index];
			if (response) resolve(response);
		}
		return null;
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}
