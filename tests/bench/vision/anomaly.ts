/** How well good parts alone tell defects apart. */
import { GOOD } from '$lib/domain/site';
import { SCORED_PATCHES } from '$lib/vision/worker/good-parts';
import { anomalyScore, DEFAULT_BANK, MemoryBank } from '$lib/vision/worker/memory-bank';
import { PatchSpace } from '$lib/vision/worker/patch-space';
import { toPatches } from '$lib/vision/worker/patches';
import { auroc, mean, percent, shuffled } from './measures';
import type { Say, Seen } from './model';
import { groupSplit, randomAnomalySplit, type Split } from './splits';

export interface AnomalyFigure {
	split: Split['name'];
	/** Good parts learned from. */
	good: number;
	/** Percent; the mean of the draws. */
	auroc: number;
	draws: number[];
}

const FEW_GOOD = 200;
const DRAWS = [1, 2, 3, 4, 5];

/** Grouped and random, with 200 good parts (mean of five fixed draws) and with all. Empty without a class `good` or without defects. */
export async function measureAnomaly(photos: Seen[], say: Say): Promise<AnomalyFigure[]> {
	const figures: AnomalyFigure[] = [];
	for (const split of [groupSplit(photos), randomAnomalySplit(photos)]) {
		if (split === null) continue;
		const good = split.train.filter((photo) => photo.class === GOOD);
		if (good.length === 0 || split.test.every((photo) => photo.class === GOOD)) continue;
		if (!split.test.some((photo) => photo.class === GOOD)) continue;
		if (good.length > FEW_GOOD) {
			const draws: number[] = [];
			for (const seed of DRAWS) draws.push(await score(shuffled(good, seed).slice(0, FEW_GOOD), split.test));
			figures.push(figure(split.name, FEW_GOOD, draws));
			say(`anomaly, ${split.name}, ${FEW_GOOD} good: ${draws.map(percent).join(' ')}`);
		}
		const all = await score(shuffled(good, 1), split.test);
		figures.push(figure(split.name, good.length, [all]));
		say(`anomaly, ${split.name}, ${good.length} good: ${percent(all)}`);
	}
	return figures;
}

function figure(split: Split['name'], good: number, draws: number[]): AnomalyFigure {
	return { split, good, auroc: percent(mean(draws)) ?? 0, draws: draws.map((draw) => percent(draw) ?? 0) };
}

async function score(good: Seen[], test: Seen[]): Promise<number> {
	const space = PatchSpace.of(good.map((photo) => photo.embedding));
	const bank = new MemoryBank(space.dimensions, DEFAULT_BANK);
	for (const { embedding } of good) await bank.add(space.place(toPatches(embedding)));
	const scores: { score: number; defect: boolean }[] = [];
	for (const photo of test) {
		const distances = await bank.distances(space.place(toPatches(photo.embedding)), SCORED_PATCHES);
		if (distances === null) throw new Error('The bank is empty.');
		scores.push({ score: anomalyScore(distances, SCORED_PATCHES), defect: photo.class !== GOOD });
	}
	bank.dispose();
	const of = (defect: boolean): number[] => scores.filter((one) => one.defect === defect).map((one) => one.score);
	return auroc(of(true), of(false)) ?? 0;
}
