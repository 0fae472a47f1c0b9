/** Runs in the browser: has the app's own client learn cases and rank causes, and takes the times. */
import type { FaultCatalogue } from '../../../../src/lib/domain/fault/catalogue';
import type { CauseRanking, FaultCase } from '../../../../src/lib/domain/fault/causes';
import { createCausesClient } from '../../../../src/lib/vision/client/causes';

export interface Figures {
	/** From nothing loaded to the first ranking, by the site's table. */
	firstMs: number;
	/** From nothing loaded to everything learned. */
	learnMs: number;
	/** Round trips while it learns in the background, and of each case once it has. */
	duringLearningMs: number[];
	suggestMs: number[];
	learnOneMs: number;
	/** The first ranking after the worker was stopped. */
	afterStopMs: number;
	/** Longest that the page itself could not do anything, ms. */
	pageBlockedMs: number;
	rankings: Pick<CauseRanking, 'causes' | 'model'>[];
}

declare global {
	interface Window {
		measureCauses(catalogue: FaultCatalogue, known: FaultCase[], asked: FaultCase[]): Promise<Figures>;
	}
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
	const start = performance.now();
	return [await work(), performance.now() - start];
}

window.measureCauses = async (catalogue, known, asked) => {
	const watch = watchPage();
	const client = createCausesClient();
	const [first] = asked;
	const learning = timed(() => client.open(async () => ({ catalogue, cases: known })));
	const learned = learning.then(() => true);
	const [, firstMs] = await timed(() => client.rank(first.facts));
	const duringLearningMs: number[] = [];
	while (!(await Promise.race([learned, pause()]))) {
		duringLearningMs.push((await timed(() => client.rank(first.facts)))[1]);
	}
	const [, learnMs] = await learning;

	const suggestMs: number[] = [];
	const rankings: Figures['rankings'] = [];
	for (const { facts } of asked) {
		const [{ causes, model }, ms] = await timed(() => client.rank(facts));
		suggestMs.push(ms);
		rankings.push({ causes, model });
	}
	const [, learnOneMs] = await timed(() => client.learn(first));
	client.stop();
	const [, afterStopMs] = await timed(() => client.rank(first.facts));
	client.stop();
	return { firstMs, learnMs, duringLearningMs, suggestMs, learnOneMs, afterStopMs, pageBlockedMs: watch(), rankings };
};

function pause(): Promise<false> {
	return new Promise((resolve) => setTimeout(() => resolve(false), 20));
}

/** Returns what ends the watch and says how late the page's own timer came at most. */
function watchPage(): () => number {
	const every = 10;
	let last = performance.now();
	let worst = 0;
	const timer = setInterval(() => {
		const now = performance.now();
		worst = Math.max(worst, now - last - every);
		last = now;
	}, every);
	return () => {
		clearInterval(timer);
		return worst;
	};
}
