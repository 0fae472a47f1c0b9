/** The good parts of a pack: the scaling of their patches, the memory bank, and how much they differ among themselves. */
import type { Embedding } from '../shared/protocol';
import type { UsualDistances } from './heat-map';
import { anomalyScore, DEFAULT_BANK, MemoryBank, type BankOptions } from './memory-bank';
import { PatchSpace, partsForScaling } from './patch-space';
import { toPatches, type Patches } from './patches';
import { quantile } from './vectors';

/** The image score is the mean of so many of the largest patch distances: 15 gave 1 to 2 points of AUROC over 5. */
export const SCORED_PATCHES = 15;
/** Leaving a part's rows out of one bank would not do: rows of others that they made needless would be missing too. */
const FOLDS = 4;
/** Good parts that are compared with the others to learn what is usual. */
const MOST_COMPARED = 24;

export interface Steps {
	/** Called with the good parts done so far and all of them. */
	progress?: (done: number, total: number) => void;
	/** Awaited between steps, so that something more urgent can run. */
	breathe?: () => Promise<void>;
	bank?: BankOptions;
}

/** How unlike the good parts a capture is. */
export interface Unlikeness {
	/** Distance of each patch to the good ones, 0 to 2. */
	distances: Float32Array;
	/** The image score: mean of the largest distances. */
	score: number;
}

export class GoodParts {
	readonly #parts: Embedding[] = [];
	readonly #space: PatchSpace;
	readonly #bank: MemoryBank;
	/** Part `i` is left out of the bank `i % FOLDS`, and compared with that one: as if it had never been taught. */
	readonly #banksWithout: MemoryBank[];
	#usual: UsualDistances | null = null;
	#threshold = Infinity;
	#comparedAt = 0;

	private constructor(space: PatchSpace, bank: BankOptions) {
		this.#space = space;
		this.#bank = new MemoryBank(space.dimensions, bank);
		this.#banksWithout = Array.from({ length: FOLDS }, () => new MemoryBank(space.dimensions, bank));
	}

	/** Builds from at least one good part, in the order in which they were confirmed. */
	static async build(parts: Embedding[], steps: Steps = {}): Promise<GoodParts> {
		const good = new GoodParts(PatchSpace.of(parts), steps.bank ?? DEFAULT_BANK);
		let lastComparison = parts.length;
		while (!isComparedAt(lastComparison)) lastComparison--;
		for (const [index, part] of parts.entries()) {
			await good.#add(part);
			if (index + 1 === lastComparison) await good.#compare(steps);
			steps.progress?.(index + 1, parts.length);
			await steps.breathe?.();
		}
		return good;
	}

	/** These and one more; the same as building from all of them, but quicker. */
	async with(part: Embedding, steps: Steps = {}): Promise<GoodParts> {
		const count = this.#parts.length + 1;
		if (partsForScaling(count) !== partsForScaling(count - 1)) return GoodParts.build([...this.#parts, part], steps);
		await this.#add(part);
		if (isComparedAt(count)) await this.#compare(steps);
		return this;
	}

	get rows(): number {
		return this.#bank.rows;
	}

	/** Scores above are unlike the good parts: one good part in twenty or fewer reaches it. Infinite before two parts. */
	get threshold(): number {
		return this.#threshold;
	}

	/** Patch distances among the good parts; null before there are two. */
	get usual(): UsualDistances | null {
		return this.#usual;
	}

	/** How many good parts there were when what is usual was last found; what was measured before then is out of date. */
	get comparedAt(): number {
		return this.#comparedAt;
	}

	/** A capture that is not one of these parts. */
	async compareWith(patches: Patches): Promise<Unlikeness> {
		const distances = await this.#bank.distances(this.#space.place(patches), SCORED_PATCHES);
		return toUnlikeness(distances ?? new Float32Array(patches.rows * patches.columns));
	}

	/** One of these parts with the others, as if it had never been taught; null when it is the only one. */
	async compareOwn(index: number): Promise<Unlikeness | null> {
		const placed = this.#space.place(toPatches(this.#parts[index]));
		const distances = await this.#banksWithout[index % FOLDS].distances(placed, SCORED_PATCHES);
		return distances === null ? null : toUnlikeness(distances);
	}

	dispose(): void {
		for (const bank of [this.#bank, ...this.#banksWithout]) bank.dispose();
	}

	async #add(part: Embedding): Promise<void> {
		const placed = this.#space.place(toPatches(part));
		const fold = this.#parts.length % FOLDS;
		for (const bank of [this.#bank, ...this.#banksWithout.filter((_, i) => i !== fold)]) await bank.add(placed);
		this.#parts.push(part);
	}

	/** Compares evenly spaced good parts with all others: each as if it had never been taught. */
	async #compare(steps: Steps): Promise<void> {
		const step = Math.max(1, Math.ceil(this.#parts.length / MOST_COMPARED));
		const scores: number[] = [];
		const distances: number[] = [];
		this.#comparedAt = this.#parts.length;
		for (let index = 0; index < this.#parts.length; index += step) {
			const own = await this.compareOwn(index);
			if (own === null) continue;
			scores.push(own.score);
			for (const distance of own.distances) distances.push(distance);
			await steps.breathe?.();
		}
		if (scores.length === 0) return;
		this.#threshold = quantile(scores, 0.95);
		this.#usual = { median: quantile(distances, 0.5), high: quantile(distances, 0.999) };
	}
}

function toUnlikeness(distances: Float32Array): Unlikeness {
	return { distances, score: anomalyScore(distances, SCORED_PATCHES) };
}

/** At each of the first eight parts, then ever more rarely: what is usual changes slowly and takes long to find. */
function isComparedAt(count: number): boolean {
	return count < 8 || count % 2 ** Math.floor(Math.log2(count / 4)) === 0;
}
