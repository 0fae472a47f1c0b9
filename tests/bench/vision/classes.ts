/** How well confirmed captures teach classes, and what could pass unseen. */
import { GOOD } from '$lib/domain/site';
import { autoPassLimit } from '$lib/vision/worker/auto-pass';
import { Head } from '$lib/vision/worker/head';
import { Pack } from '$lib/vision/worker/pack';
import { toPatches } from '$lib/vision/worker/patches';
import { auroc, balancedAccuracy, mean, percent, shuffled } from './measures';
import type { Say, Seen } from './model';
import { byClass, groupSplit, randomClassSplit, type Split } from './splits';

export interface DefectFigure {
	split: Split['name'];
	/** Percent; null without a class `good`. */
	detectAuroc: number | null;
	balancedAccuracy: number;
	classes: number;
	/** Percent of the sets that hold the true class; the sets are stated at 90. */
	coverage: number | null;
	/** Mean number of classes in a set. */
	setSize: number | null;
}

export interface AutoPassFigure {
	/** Share of defects that may pass, and how sure that is. */
	alpha: number;
	confidence: number;
	/** Of all captures judged, how many passed. */
	share: number;
	/** Of the defects judged, how many passed. */
	realisedMiss: number;
	/** Verified defects the limit rests on; 0 when there are too few for this alpha. */
	defects: number;
}

interface Judged {
	photo: Seen;
	said: string;
	goodness: number;
	set: string[];
}

const FEW = [5, 10, 20, 50];
const FEW_DRAWS = [1, 2, 3, 4, 5];
/** Captures of each class judged in a few-shot draw. */
const FEW_JUDGED = 40;
const RANDOM_DRAWS = [1];
const FOLDS = 5;
const ALPHAS = [0.01, 0.02, 0.05, 0.1];
const CONFIDENCE = 0.95;

/** From confirmations, on whole groups and at random. Null entries are left out; empty with fewer than two classes. */
export async function measureClasses(
	photos: Seen[],
	say: Say
): Promise<{ defect: DefectFigure[]; autoPass: AutoPassFigure[] }> {
	if (byClass(photos).size < 2) return { defect: [], autoPass: [] };
	const grouped = groupSplit(photos);
	const defect: DefectFigure[] = [];
	let autoPass: AutoPassFigure[] = [];
	if (grouped !== null) {
		const pack = await teach(grouped.train);
		const judged = await judgeAll(pack, grouped.test);
		defect.push(toFigure('group', [judged]));
		autoPass = await measureAutoPass(pack, grouped.train, judged);
		pack.dispose();
		say(`classes, group: ${JSON.stringify(defect[0])}`);
	}
	const draws: Judged[][] = [];
	for (const seed of RANDOM_DRAWS) {
		const split = randomClassSplit(photos, seed);
		const pack = await teach(split.train);
		draws.push(await judgeAll(pack, split.test));
		if (grouped === null && seed === RANDOM_DRAWS[0]) autoPass = await measureAutoPass(pack, split.train, draws[0]);
		pack.dispose();
	}
	defect.push(toFigure('random', draws));
	say(`classes, random: ${JSON.stringify(defect.at(-1))}`);
	return { defect, autoPass };
}

/** Balanced accuracy in percent with so many captures of each class, at most 70% of a class; mean of five fixed draws. */
export async function measureFewShot(photos: Seen[], say: Say): Promise<Record<string, number>> {
	const figures: Record<string, number> = {};
	if (byClass(photos).size < 2) return figures;
	for (const count of FEW) {
		const accuracies: number[] = [];
		for (const seed of FEW_DRAWS) {
			const split = randomClassSplit(photos, seed);
			const few = (members: Seen[], most: number): Seen[] => members.slice(0, most);
			const pack = await teach([...byClass(split.train).values()].flatMap((members) => few(members, count)));
			const judged = await judgeAll(
				pack,
				[...byClass(split.test).values()].flatMap((members) => few(members, FEW_JUDGED))
			);
			accuracies.push(balancedAccuracy(judged.map(({ photo, said }) => ({ truth: photo.class, said }))));
			pack.dispose();
		}
		figures[count] = percent(mean(accuracies)) ?? 0;
		say(`few-shot, ${count} of each class: ${accuracies.map(percent).join(' ')}`);
	}
	return figures;
}

async function teach(photos: Seen[]): Promise<Pack> {
	const classes = [...byClass(photos).keys()].sort();
	// Captures come mixed, as on the floor.
	const examples = shuffled(photos, 1).map((photo) => {
		return { captureId: photo.image, class: photo.class, embedding: photo.embedding };
	});
	return Pack.build('bench', classes, examples);
}

async function judgeAll(pack: Pack, photos: Seen[]): Promise<Judged[]> {
	const judged: Judged[] = [];
	for (const photo of photos) {
		const { candidates, conformalSet } = await pack.judge(toPatches(photo.embedding));
		const goodness = candidates.find((candidate) => candidate.class === GOOD)?.probability ?? 0;
		judged.push({ photo, said: candidates[0]?.class ?? '', goodness, set: conformalSet });
	}
	return judged;
}

function toFigure(split: Split['name'], draws: Judged[][]): DefectFigure {
	const all = draws.flat();
	const detect = draws.map((judged) => {
		const of = (defect: boolean): number[] =>
			judged.filter(({ photo }) => (photo.class !== GOOD) === defect).map(({ goodness }) => 1 - goodness);
		return auroc(of(true), of(false));
	});
	const told = draws.map((judged) => balancedAccuracy(judged.map(({ photo, said }) => ({ truth: photo.class, said }))));
	const stated = all.filter(({ set }) => set.length > 0);
	return {
		split,
		detectAuroc: detect.includes(null) ? null : percent(mean(detect.map((value) => value ?? 0))),
		balancedAccuracy: percent(mean(told)) ?? 0,
		classes: new Set(all.map(({ photo }) => photo.class)).size,
		coverage:
			stated.length === 0 ? null : percent(mean(all.map(({ photo, set }) => (set.includes(photo.class) ? 1 : 0)))),
		setSize: stated.length === 0 ? null : Math.round(mean(all.map(({ set }) => set.length)) * 100) / 100
	};
}

/** The limit comes from captures that a head without their group judged; then it is tried on the captures kept apart. */
async function measureAutoPass(pack: Pack, train: Seen[], judged: Judged[]): Promise<AutoPassFigure[]> {
	const { head } = pack;
	if (head === null || !head.classes.includes(GOOD)) return [];
	const groups = [...new Set(train.map((photo) => photo.group ?? photo.image))];
	const foldOf = new Map(shuffled(groups, 1).map((group, i) => [group, i % FOLDS]));
	const defectScores: number[] = [];
	for (let fold = 0; fold < FOLDS; fold++) {
		const labelled = train.map((photo) => {
			const features = pack.known.get(photo.image)?.features ?? new Float32Array();
			const inFold = foldOf.get(photo.group ?? photo.image) === fold;
			return { features, label: head.classes.indexOf(photo.class), inFold };
		});
		const without = await Head.fit(
			head.classes,
			labelled.filter((one) => !one.inFold),
			null,
			async () => {}
		);
		const goodIndex = head.classes.indexOf(GOOD);
		for (const one of labelled) {
			if (one.inFold && one.label !== goodIndex)
				defectScores.push(without.judge(one.features).probabilities[goodIndex]);
		}
	}
	return ALPHAS.map((alpha) => {
		const limit = autoPassLimit(defectScores, alpha, CONFIDENCE);
		const passes = judged.filter(({ goodness }) => limit !== null && goodness > limit.probability);
		const defects = judged.filter(({ photo }) => photo.class !== GOOD);
		const missed = passes.filter(({ photo }) => photo.class !== GOOD);
		return {
			alpha,
			confidence: CONFIDENCE,
			share: Math.round((passes.length / judged.length) * 1000) / 1000,
			realisedMiss: defects.length === 0 ? 0 : Math.round((missed.length / defects.length) * 1000) / 1000,
			defects: limit?.defects ?? 0
		};
	});
}
