/** What is known of one part: its confirmed captures and all that is computed from them. */
import { GOOD } from '$lib/domain/site';
import type { Suggestion } from '$lib/domain/suggestion';
import type { Example } from '../shared/protocol';
import { GoodParts, type Steps } from './good-parts';
import { Head, type Labelled } from './head';
import { drawHeatMap } from './heat-map';
import { Cases } from './novelty';
import { toPatches, type Patches } from './patches';
import { poolCapture } from './pooled';

const NEAREST_CASES = 3;

/** What a pack says of a capture. */
export type Judgement = Pick<
	Suggestion,
	'kind' | 'candidates' | 'conformalSet' | 'coverage' | 'anomaly' | 'novelty' | 'nearest' | 'heatMap'
>;

interface Known {
	example: Example;
	/** Pooled features. */
	features: Float32Array;
}

/** Learning makes a new pack and leaves the old one usable until then; built from equal captures in equal order, packs are equal. */
export class Pack {
	private constructor(
		readonly packId: string,
		readonly classes: string[],
		readonly known: ReadonlyMap<string, Known>,
		readonly good: GoodParts | null,
		readonly head: Head | null,
		readonly cases: Cases
	) {}

	/** Builds everything from confirmed captures; of two with one `captureId` the later counts. */
	static async build(packId: string, classes: string[], examples: Example[], steps: Steps = {}): Promise<Pack> {
		const latest = [...new Map(examples.map((example) => [example.captureId, example])).values()];
		const goods = latest.filter((example) => example.class === GOOD).map((example) => example.embedding);
		const good = goods.length === 0 ? null : await GoodParts.build(goods, steps);
		return Pack.#finish(packId, classes, await measureAll(latest, good, steps), good, null, steps);
	}

	/**
	 * This and one more. While what is usual among the good parts stands, only the new capture is measured: the result
	 * then differs from a pack built anew by less than two packs of different captures would.
	 */
	async with(example: Example, steps: Steps = {}): Promise<Pack> {
		const present = [...this.known.values()];
		if (this.known.has(example.captureId)) {
			const others = present.map((known) => known.example).filter((other) => other.captureId !== example.captureId);
			return Pack.build(this.packId, this.classes, [...others, example], steps);
		}
		const comparedAt = this.good?.comparedAt ?? 0;
		const good = example.class === GOOD ? await addGood(this.good, example, steps) : this.good;
		const known =
			(good?.comparedAt ?? 0) === comparedAt
				? [...present, await measure(example, good, this.counts[GOOD] ?? 0)]
				: await measureAll([...present.map((known) => known.example), example], good, steps);
		return Pack.#finish(this.packId, this.classes, known, good, this.head, steps);
	}

	async without(captureId: string, steps: Steps = {}): Promise<Pack> {
		const rest = [...this.known.values()]
			.map((known) => known.example)
			.filter((other) => other.captureId !== captureId);
		return Pack.build(this.packId, this.classes, rest, steps);
	}

	/** Number of confirmed captures by class. */
	get counts(): Record<string, number> {
		const counts: Record<string, number> = Object.fromEntries(this.classes.map((name) => [name, 0]));
		for (const { example } of this.known.values()) counts[example.class] = (counts[example.class] ?? 0) + 1;
		return counts;
	}

	async judge(patches: Patches): Promise<Judgement> {
		const usual = this.good?.usual ?? null;
		const unlike = this.good === null || usual === null ? null : await this.good.compareWith(patches);
		const features = poolCapture(patches, unlike?.distances ?? null);
		const verdict = this.head?.judge(features) ?? null;
		const classes = this.head?.classes ?? [];
		return {
			kind: verdict === null ? 'anomaly' : 'defect',
			candidates: classes
				.map((name, i) => ({ class: name, probability: verdict?.probabilities[i] ?? 0 }))
				.sort((a, b) => b.probability - a.probability),
			conformalSet: verdict?.plausible.map((index) => classes[index]) ?? [],
			coverage: verdict?.coverage ?? null,
			anomaly: unlike === null || this.good === null ? null : { score: unlike.score, threshold: this.good.threshold },
			novelty: this.cases.novelty(features),
			nearest: this.cases.nearest(features, NEAREST_CASES),
			heatMap: unlike === null || usual === null ? null : drawHeatMap(patches, unlike.distances, usual)
		};
	}

	dispose(): void {
		this.good?.dispose();
	}

	static async #finish(
		packId: string,
		classes: string[],
		known: Known[],
		good: GoodParts | null,
		earlier: Head | null,
		steps: Steps
	): Promise<Pack> {
		const learned = new Set(known.map(({ example }) => example.class));
		const names = [...new Set([...classes, ...learned])].filter((name) => learned.has(name));
		const labelled: Labelled[] = known.map(({ example, features }) => ({
			features,
			label: names.indexOf(example.class)
		}));
		const head = names.length < 2 ? null : await Head.fit(names, labelled, earlier, steps.breathe ?? (async () => {}));
		const cases = new Cases(
			known.map(({ example, features }) => ({ captureId: example.captureId, class: example.class, features }))
		);
		const byId = new Map(known.map((one) => [one.example.captureId, one]));
		return new Pack(packId, classes, byId, good, head, cases);
	}
}

async function addGood(good: GoodParts | null, { embedding }: Example, steps: Steps): Promise<GoodParts> {
	return good === null ? GoodParts.build([embedding], steps) : good.with(embedding, steps);
}

async function measureAll(examples: Example[], good: GoodParts | null, steps: Steps): Promise<Known[]> {
	const known: Known[] = [];
	let goodIndex = 0;
	for (const example of examples) {
		known.push(await measure(example, good, goodIndex));
		if (example.class === GOOD) goodIndex++;
		await steps.breathe?.();
	}
	return known;
}

/** Features of a confirmed capture; a good part, the `goodIndex`th, is compared with the other good parts only. */
async function measure(example: Example, good: GoodParts | null, goodIndex: number): Promise<Known> {
	const patches = toPatches(example.embedding);
	if (good === null || good.usual === null) return { example, features: poolCapture(patches, null) };
	const unlike = example.class === GOOD ? await good.compareOwn(goodIndex) : await good.compareWith(patches);
	return { example, features: poolCapture(patches, unlike?.distances ?? null) };
}
