/** The good parts of a pack: the centre of their patches, the memory bank, and how much they differ among themselves. */
import type { Embedding } from '../shared/protocol';
import type { UsualDistances } from './heat-map';
import { anomalyScore, MemoryBank } from './memory-bank';
import { toPatches, type Patches } from './patches';
import { normalise, quantile } from './vectors';

/** Patches that make the image score. */
const SCORED_PATCHES = 5;
/** Patch distances that are looked up exactly: those that features are made of. */
const EXACT_PATCHES = 20;
/** Good parts whose patches make the centre: it moves with the 1st, 2nd, 4th … part and rests from here on. */
const MOST_FOR_CENTRE = 64;
/** Good parts that are compared with the others to learn what is usual. */
const MOST_COMPARED = 24;

export interface Steps {
	/** Called with the good parts done so far and all of them. */
	progress?: (done: number, total: number) => void;
	/** Awaited between steps, so that something more urgent can run. */
	breathe?: () => Promise<void>;
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
	readonly #centre: Float32Array;
	readonly #bank: MemoryBank;
	#usual: UsualDistances | null = null;
	#threshold = Infinity;
	#comparedAt = 0;

	private constructor(centre: Float32Array) {
		this.#centre = centre;
		this.#bank = new MemoryBank(centre.length);
	}

	/** Builds from at least one good part, in the order in which they were confirmed. */
	static async build(parts: Embedding[], steps: Steps = {}): Promise<GoodParts> {
		const good = new GoodParts(meanPatch(parts.slice(0, partsForCentre(parts.length))));
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
		if (partsForCentre(count) !== partsForCentre(count - 1)) return GoodParts.build([...this.#parts, part], steps);
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
		const distances = await this.#bank.distances(this.#place(patches), EXACT_PATCHES);
		return { distances, score: anomalyScore(distances, SCORED_PATCHES) };
	}

	/** One of these parts with all others, as if it had never been taught; null when it is the only one. */
	async compareOwn(index: number): Promise<Unlikeness | null> {
		const distances = await this.#bank.distancesWithout(this.#place(toPatches(this.#parts[index])), index);
		return distances === null ? null : { distances, score: anomalyScore(distances, SCORED_PATCHES) };
	}

	dispose(): void {
		this.#bank.dispose();
	}

	async #add(part: Embedding): Promise<void> {
		await this.#bank.add(this.#place(toPatches(part)), this.#parts.length);
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

	/** Patches as the bank compares them: centred, of length 1. */
	#place({ data, channels }: Patches): Float32Array {
		const placed = new Float32Array(data.length);
		for (let offset = 0; offset < data.length; offset += channels) {
			for (let c = 0; c < channels; c++) placed[offset + c] = data[offset + c] - this.#centre[c];
			normalise(placed, offset, channels);
		}
		return placed;
	}
}

/** The greatest power of two up to `count`, at most `MOST_FOR_CENTRE`. */
function partsForCentre(count: number): number {
	return Math.min(MOST_FOR_CENTRE, 2 ** Math.floor(Math.log2(count)));
}

/** At each of the first eight parts, then ever more rarely: what is usual changes slowly and takes long to find. */
function isComparedAt(count: number): boolean {
	return count < 8 || count % 2 ** Math.floor(Math.log2(count / 4)) === 0;
}

function meanPatch(parts: Embedding[]): Float32Array {
	const first = parts[0];
	const channels = first.patches.length / (first.rows * first.columns);
	const sum = new Float64Array(channels);
	let count = 0;
	for (const part of parts) {
		const { data } = toPatches(part);
		for (let i = 0; i < data.length; i++) sum[i % channels] += data[i];
		count += data.length / channels;
	}
	return Float32Array.from(sum, (value) => value / count);
}
