/** How well the causes of the machines' failures are ranked: learned from the past, asked about what came after. */
import { CauseModel } from '$lib/vision/worker/causes/model';
import { percent, percentile } from '../vision/measures';
import type { Say } from '../vision/model';
import { catalogueOf, readFailures, type Failure } from './failures';
import { figuresOf, topShare, type Told } from './figures';

/** What is learned first; nothing is learned from the rest. */
const LEARNED_SHARE = 0.7;
const CURVE = [0, 5, 10, 20, 50, 100, 200, 400];

/**
 * `{cases, top1, top2, top3, calibrationError, …}` are of the last 30%, by a model that learned the 70% before them and nothing since;
 * `prequential` is of all cases in time order, each ranked before it is learned, those of one moment together, and `prequentialLast` of
 * the last 30% of that. `mostTop1` is what no ranking can exceed: of two components that failed at one moment only one can come first.
 * `moments` counts such a moment once, and as right when one of its components came first.
 */
export async function measureMachines(folder: string, say: Say): Promise<object> {
	const failures = await readFailures(folder);
	const catalogue = catalogueOf(failures);
	const { known, asked } = splitInTime(failures);
	const split = known.length;
	const took: number[] = [];
	const rank = (model: CauseModel, { facts, causeId }: Failure): Told => {
		const before = performance.now();
		const said = model.rank(facts).causes;
		took.push(performance.now() - before);
		return { truth: causeId, said };
	};

	const model = await CauseModel.of(catalogue, 'wasm');
	const { tookMs: learnMs } = await model.learnAll(known);
	const told = asked.map((failure) => rank(model, failure));
	say(`learned ${known.length}, asked about ${asked.length}`);

	const learningCurve = [];
	for (const cases of [...CURVE.filter((count) => count < split), split]) {
		const early = await CauseModel.of(catalogue, 'wasm');
		await early.learnAll(known.slice(0, cases));
		const answers = asked.map((failure) => rank(early, failure));
		learningCurve.push({ cases, top1: topShare(answers, 1), top3: topShare(answers, 3) });
	}

	const growing = await CauseModel.of(catalogue, 'wasm');
	const prequential: Told[] = [];
	for (const same of Map.groupBy(failures, ({ at }) => at).values()) {
		prequential.push(...same.map((failure) => rank(growing, failure)));
		for (const { at: _, ...confirmed } of same) await growing.learn(confirmed);
		if (prequential.length % 100 < same.length) say(`${prequential.length} of ${failures.length} ranked, then learned`);
	}

	const moments = momentsOf(asked);
	return {
		...figuresOf(told),
		mostTop1: percent(moments.length / asked.length),
		learningCurve,
		suggestMs: { median: rounded(percentile(took, 0.5)), p95: rounded(percentile(took, 0.95)) },
		learned: known.length,
		learnMs: Math.round(learnMs),
		moments: {
			count: moments.length,
			top1: percent(
				moments.filter((same) => same.some((i) => told[i].said[0]?.causeId === told[i].truth)).length / moments.length
			)
		},
		prequential: figuresOf(prequential),
		prequentialLast: figuresOf(prequential.slice(split)),
		majority: majorityOf(known, asked)
	};
}

export function splitInTime<T>(failures: readonly T[]): { known: T[]; asked: T[] } {
	const split = Math.floor(failures.length * LEARNED_SHARE);
	return { known: failures.slice(0, split), asked: failures.slice(split) };
}

/** Indices of the cases that one machine had at one time. */
function momentsOf(failures: readonly Failure[]): number[][] {
	const keys = failures.map(({ at, reportId }) => `${at} ${reportId.split('-')[0]}`);
	return [...Map.groupBy(keys.keys(), (i) => keys[i]).values()];
}

/** Percent right of whoever always says what has been most frequent. */
function majorityOf(known: readonly Failure[], asked: readonly Failure[]): number | null {
	const counts = [...Map.groupBy(known, ({ causeId }) => causeId)].sort(([, a], [, b]) => b.length - a.length);
	return percent(asked.filter(({ causeId }) => causeId === counts[0]?.[0]).length / asked.length);
}

function rounded(ms: number): number {
	return Math.round(ms * 100) / 100;
}
