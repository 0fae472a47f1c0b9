/** The photos that come up between others: one at a time, each drawn by a decision. For the walk, and for wherever else people decide. */
import type { Tablet } from '../tablet.svelte';
import { findLeftSecondLook, findSecondLook, type Drawn, type HeatMapOf } from './find';
import type { SecondLook } from './second-look.svelte';

export class SecondLooks {
	readonly #tablet: Tablet;
	readonly #heatMapOf: HeatMapOf;
	#look = $state.raw<SecondLook | null>(null);
	#drawnBy: string | null = null;

	constructor(tablet: Tablet, heatMapOf: HeatMapOf) {
		this.#tablet = tablet;
		this.#heatMapOf = heatMapOf;
	}

	/** What is to be looked at now; null most of the time. */
	get look(): SecondLook | null {
		return this.#look;
	}

	/** To be told of every decision, once it is saved. */
	async draw(by: Drawn): Promise<void> {
		if (by.decisionId === this.#drawnBy) return;
		this.#drawnBy = by.decisionId;
		await this.#take(findSecondLook(this.#tablet, by, this.#heatMapOf));
	}

	/** Finds what this person left without an answer. */
	async resume(): Promise<void> {
		await this.#take(findLeftSecondLook(this.#tablet, this.#heatMapOf));
	}

	/** The answer has been read. */
	close(): void {
		this.#look?.close();
		this.#look = null;
	}

	/** What is still to be looked at stays. A tablet that cannot read its checks goes on without. */
	async #take(finding: Promise<SecondLook | null>): Promise<void> {
		const found = await finding.catch(() => null);
		if (this.#look) found?.close();
		else this.#look = found;
	}
}
