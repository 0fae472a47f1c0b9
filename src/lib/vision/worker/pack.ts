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

/** Learning makes a new pack and leaves the old one usable until then; equal captures in equal order make equal packs. */
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
		const known = new Map(examples.map((example) => [example.captureId, know(example)]));
		const goods = [...known.values()].filter(({ example }) => example.class === GOOD);
		const good =
			goods.length === 0
				? null
				: await GoodParts.build(
						goods.map(({ example }) => example.embedding),
						steps
					);
		return Pack.#finish(packId, classes, known, good, null, steps);
	}

	async with(example: Example, steps: Steps = {}): Promise<Pack> {
		if (this.known.has(example.captureId)) {
			// Changed captures go to the end, as if only confirmed now; the good parts change only if it was or is one.
			const rest = [...this.known.values()]
				.map((known) => known.example)
				.filter((other) => other.captureId !== example.captureId);
			return Pack.build(this.packId, this.classes, [...rest, example], steps);
		}
		const known = new Map(this.known).set(example.captureId, know(example));
		let { good } = this;
		if (example.class === GOOD) {
			good =
				good === null ? await GoodParts.build([example.embedding], steps) : await good.with(example.embedding, steps);
		}
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
		const features = poolCapture(patches, null);
		const unlike = this.good === null ? null : await this.good.compareWith(patches);
		const usual = this.good?.usual ?? null;
		const verdict = this.head?.judge(features) ?? null;
		const classes = this.head?.classes ?? [];
		return {
			kind: verdict === null ? 'anomaly' : 'defect',
			candidates: classes
				.map((name, i) => ({ class: name, probability: verdict?.probabilities[i] ?? 0 }))
				.sort((a, b) => b.probability - a.probability),
			conformalSet: verdict?.plausible.map((index) => classes[index]) ?? [],
			coverage: verdict?.coverage ?? null,
			anomaly:
				unlike === null || this.good === null || usual === null
					? null
					: { score: unlike.score, threshold: this.good.threshold },
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
		known: ReadonlyMap<string, Known>,
		good: GoodParts | null,
		earlier: Head | null,
		steps: Steps
	): Promise<Pack> {
		const all = [...known.values()];
		const learned = new Set(all.map(({ example }) => example.class));
		const names = [...new Set([...classes, ...learned])].filter((name) => learned.has(name));
		const labelled: Labelled[] = all.map(({ example, features }) => ({
			features,
			label: names.indexOf(example.class)
		}));
		const head = names.length < 2 ? null : await Head.fit(names, labelled, earlier, steps.breathe ?? (async () => {}));
		const cases = new Cases(
			all.map(({ example, features }) => ({ captureId: example.captureId, class: example.class, features }))
		);
		return new Pack(packId, classes, known, good, head, cases);
	}
}

function know(example: Example): Known {
	return { example, features: poolCapture(toPatches(example.embedding), null) };
}
