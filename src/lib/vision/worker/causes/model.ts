/** What the tablet knows of fault causes: it starts from the site's table and learns from each confirmed case. */
import type { FaultCatalogue } from '$lib/domain/fault/catalogue';
import type { CauseModelState, CauseRanking, FaultCase, FaultFacts } from '$lib/domain/fault/causes';
import type { CauseStamp } from '$lib/domain/suggestion';
import { calibrate, conformalSet, COVERAGE, type Calibration, type Expectation, type HeldOut } from '../calibration';
import { softmax } from '../logistic-regression';
import { Design } from './design';
import { fitWeights, type Lesson, type Weights } from './fit';
import { reasonsFor } from './reasons';
import { scoresOf, shareOut, unlistedShare } from './shares';
import { SimilarCases } from './similar';
import { tableIn, weighTable, type TableWeights } from './table';
import { tellingCheck } from './telling-check';

const ITERATIONS = 60;
/** From where the last fit ended. */
const ITERATIONS_MORE = 20;
/** Each time this many more cases are known, the model is fitted anew and checked on the next ones, which it has not learned yet. */
const GROWTH = 1.4;
/** Calibration follows the model as it is now, not as it was years ago. */
const MOST_HELD_OUT = 400;
/** A table written by people is surer than it should be: they know the typical case. */
const EXPECTED: Expectation = { temperature: 1.5, weight: 3 };
const MOST_SIMILAR = 3;
/** Causes further down are not looked at. */
const MOST_EXPLAINED = 10;

export interface LearnOptions {
	progress?: (done: number, total: number) => void;
	/** Called between the steps, to let others use the thread. */
	breathe?: () => Promise<void>;
}

/** What a ranking is made from; replaced as a whole, so that one that is asked for while learning goes on is never made from half. */
interface Learned {
	design: Design;
	weights: Weights;
	calibration: Calibration;
	similar: SimilarCases;
	notInList: number;
	cases: number;
	madeFrom: string;
}

/** Weights, and what stands in their columns. */
type Fitted = Pick<Learned, 'design' | 'weights'>;

export class CauseModel {
	readonly #catalogue: FaultCatalogue;
	readonly #backend: CauseStamp['backend'];
	/** Index of each cause. */
	readonly #index: ReadonlyMap<string, number>;
	readonly #table: TableWeights;
	#cases: FaultCase[] = [];
	/** By report, what was said of a case before it was learned. */
	#heldOut = new Map<string, HeldOut>();
	#learned: Learned;

	private constructor(catalogue: FaultCatalogue, backend: CauseStamp['backend'], madeFrom: string) {
		this.#catalogue = catalogue;
		this.#backend = backend;
		this.#index = new Map(catalogue.causes.map(({ id }, k) => [id, k]));
		this.#table = weighTable(catalogue);
		this.#learned = this.#wrapUp(this.#tableOnly(), [], madeFrom);
	}

	/** Knows the table only. */
	static async of(catalogue: FaultCatalogue, backend: CauseStamp['backend']): Promise<CauseModel> {
		return new CauseModel(catalogue, backend, await hashOf(catalogue, []));
	}

	isOf(catalogue: FaultCatalogue): boolean {
		return JSON.stringify(catalogue) === JSON.stringify(this.#catalogue);
	}

	/** @param begun when the work that led here began, as `performance.now()` has it */
	state(begun: number): CauseModelState {
		return {
			cases: this.#cases.length,
			checkedOn: this.#heldOut.size,
			catalogueVersion: this.#catalogue.version,
			tookMs: performance.now() - begun
		};
	}

	/**
	 * Replaces the cases. They are gone through in time order, a growing block at a time: each block is ranked by a model that has
	 * seen only what came before, which gives the probabilities their calibration, and is then learned.
	 * @param cases oldest first
	 */
	async learnAll(cases: readonly FaultCase[], options: LearnOptions = {}): Promise<CauseModelState> {
		const begun = performance.now();
		const heldOut = new Map<string, HeldOut>();
		let known = this.#tableOnly();
		for (let from = 0; from < cases.length;) {
			const to = Math.min(cases.length, Math.max(from + 1, Math.ceil(from * GROWTH)));
			for (const one of cases.slice(from, to)) this.#holdOut(one, known, heldOut);
			known = await this.#fit(cases.slice(0, to), known, ITERATIONS, options);
			options.progress?.(to, cases.length);
			from = to;
		}
		this.#heldOut = heldOut;
		return this.#settle([...cases], known, begun);
	}

	/** Adds one case, or replaces it; what the model would have said of a new one is kept for the calibration. */
	async learn(confirmed: FaultCase, options: LearnOptions = {}): Promise<CauseModelState> {
		const begun = performance.now();
		const others = this.#cases.filter(({ reportId }) => reportId !== confirmed.reportId);
		if (others.length === this.#cases.length) this.#holdOut(confirmed, this.#learned, this.#heldOut);
		const cases = [...others, confirmed];
		return this.#settle(cases, await this.#fit(cases, this.#learned, ITERATIONS_MORE, options), begun);
	}

	/** Takes one case back out. */
	async forget(reportId: string, options: LearnOptions = {}): Promise<CauseModelState> {
		const begun = performance.now();
		const cases = this.#cases.filter((one) => one.reportId !== reportId);
		this.#heldOut.delete(reportId);
		return this.#settle(cases, await this.#fit(cases, this.#learned, ITERATIONS_MORE, options), begun);
	}

	/** Takes milliseconds. */
	rank(facts: FaultFacts): CauseRanking {
		const begun = performance.now();
		const { design, weights, calibration, similar, notInList, cases, madeFrom } = this.#learned;
		const { temperature, limits } = calibration;
		const row = design.rowOf(facts);
		const possible = this.#possibleFor(facts.assetKind);
		const scores = scoresOf(row, weights, possible);
		const shares = shareOut(scores, temperature, notInList);
		const alike = similar.to(facts);
		const alikeOf = Map.groupBy(alike, ({ causeId }) => causeId);
		const ranked = this.#catalogue.causes
			.flatMap((cause, k) => (possible[k] === 0 ? [{ cause, k, probability: shares[k] }] : []))
			.sort((a, b) => b.probability - a.probability);
		// The limits are of causes that are in the list: so are the probabilities that are held against them.
		const inList = limits && ranked.length > 0 ? conformalSet(softmax(scores, temperature), limits) : [];
		return {
			causes: ranked.map(({ cause, k, probability }, place) => ({
				causeId: cause.id,
				probability,
				reasons: place < MOST_EXPLAINED ? reasonsFor(k, row, weights, shares, temperature) : [],
				similar: (alikeOf.get(cause.id) ?? [])
					.slice(0, MOST_SIMILAR)
					.map(({ reportId, similarity }) => ({ reportId, similarity }))
			})),
			notInList: ranked.length === 0 ? 1 : notInList,
			conformalSet: inList.map((k) => this.#catalogue.causes[k].id),
			coverage: limits ? COVERAGE : null,
			novelty: similar.novelty(alike[0]?.similarity ?? 0),
			check: tellingCheck(ranked),
			model: { catalogueVersion: this.#catalogue.version, cases, madeFrom, backend: this.#backend },
			tookMs: performance.now() - begun
		};
	}

	/** The last cases held out are what the calibration is made from. */
	#wrapUp({ design, weights }: Fitted, cases: readonly FaultCase[], madeFrom: string): Learned {
		const heldOut = [...this.#heldOut.values()].slice(-MOST_HELD_OUT);
		const unlisted = cases.filter(({ causeId }) => !this.#index.has(causeId)).length;
		return {
			design,
			weights,
			calibration: calibrate(heldOut, this.#catalogue.causes.length, EXPECTED),
			similar: new SimilarCases(cases),
			notInList: unlistedShare(cases.length, unlisted),
			cases: cases.length,
			madeFrom
		};
	}

	async #settle(cases: FaultCase[], fitted: Fitted, begun: number): Promise<CauseModelState> {
		const madeFrom = await hashOf(this.#catalogue, cases);
		this.#cases = cases;
		this.#learned = this.#wrapUp(fitted, cases, madeFrom);
		return this.state(begun);
	}

	#holdOut({ reportId, causeId, facts }: FaultCase, { design, weights }: Fitted, into: Map<string, HeldOut>): void {
		const label = this.#index.get(causeId);
		if (label === undefined) return;
		const scores = scoresOf(design.rowOf(facts), weights, this.#possibleFor(facts.assetKind, label));
		into.set(reportId, { scores, label });
	}

	async #fit(
		cases: readonly FaultCase[],
		earlier: Fitted,
		maxIterations: number,
		{ breathe = async () => undefined }: LearnOptions
	): Promise<Fitted> {
		await breathe();
		const listed = cases.filter(({ causeId }) => this.#index.has(causeId));
		const design = new Design(
			listed.map(({ facts }) => facts),
			this.#table.signs.keys(),
			this.#catalogue.causes.length
		);
		const table = tableIn(this.#table, design.columns);
		const lessons = listed.map(({ facts, causeId, weight }): Lesson => {
			const label = this.#index.get(causeId) ?? 0;
			return { row: design.rowOf(facts), label, weight, possible: this.#possibleFor(facts.assetKind, label) };
		});
		const causes = this.#catalogue.causes.length;
		const start = carryOver(earlier, design, table, causes);
		await breathe();
		return { design, weights: await fitWeights(lessons, causes, { table, start }, maxIterations, breathe) };
	}

	#tableOnly(): Fitted {
		const design = new Design([], this.#table.signs.keys(), this.#catalogue.causes.length);
		return { design, weights: tableIn(this.#table, design.columns) };
	}

	/** 0 for each cause that such an asset can have, −Infinity for the others; `confirmed` was possible, whatever the catalogue says. */
	#possibleFor(assetKind: string | null, confirmed?: number): Float64Array {
		return Float64Array.from(this.#catalogue.causes, ({ assetKinds, retired }, k) => {
			const fits = assetKind === null || assetKinds.length === 0 || assetKinds.includes(assetKind);
			return (fits && !retired) || k === confirmed ? 0 : -Infinity;
		});
	}
}

/** Where to go on from: what was fitted before, column by column, and the table where a column is new. */
function carryOver(earlier: Fitted, design: Design, table: Weights, causes: number): Weights {
	const before = new Map(earlier.design.columns.map((column, index) => [column, index]));
	const start = table.slice();
	design.columns.forEach((column, index) => {
		const from = before.get(column);
		if (from === undefined) return;
		start.set(earlier.weights.subarray(from * causes, (from + 1) * causes), index * causes);
	});
	return start;
}

/** SHA-256, hexadecimal. What a report said is never altered: its id says enough. */
async function hashOf(catalogue: FaultCatalogue, cases: readonly FaultCase[]): Promise<string> {
	const learned = cases.map(({ reportId, causeId, weight }) => [reportId, causeId, weight]);
	const bytes = new TextEncoder().encode(JSON.stringify({ catalogue, learned }));
	const hash = await crypto.subtle.digest('SHA-256', bytes);
	return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
