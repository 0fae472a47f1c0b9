/** What a work order's text alone tells: the class of what was wrong or done, and of the object that it was about. */
import { readFile } from 'node:fs/promises';
import type { FaultCatalogue } from '$lib/domain/fault/catalogue';
import type { FaultCase } from '$lib/domain/fault/causes';
import { CauseModel } from '$lib/vision/worker/causes/model';
import * as v from 'valibot';
import { balancedAccuracy, percent, percentile, shuffled } from '../vision/measures';
import type { Say } from '../vision/model';
import { figuresOf, topShare, type Told } from './figures';

const Orders = v.array(
	v.object({ text: v.string(), entities: v.array(v.object({ start: v.number(), type: v.string() })) })
);
type Order = v.InferOutput<typeof Orders>[number];

const FOLDS = 5;
const SEED = 1;
/** A class that is seen less often cannot be learned and asked for: its orders are left out, and counted. */
const LEAST_ORDERS = 10;

/** What is asked of a text, as the experts marked it. */
const QUESTIONS = {
	/** Such as "State/UndesirableState/FailedState" or "Activity/MaintenanceActivity/Replace": the first undesirable state, process or property in the text, or else the first activity. */
	condition: ({ entities }: Order): string | null =>
		firstOf(entities, /^(State|Process|Property)\/Undesirable/) ?? firstOf(entities, /^Activity\//),
	/** Such as "GuidingObject": of the first object in the text. */
	object: ({ entities }: Order): string | null => firstOf(entities, /^PhysicalObject\//)?.split('/')[1] ?? null
};

/**
 * For each question `{orders, leftOut, classes, accuracy, majority, balancedAccuracy, top3, calibrationError, accuracyApart}`, percent,
 * over five folds of the orders in random order (the data has no dates). `majority`: always the most frequent class of the other folds.
 * `accuracyApart`: the folds are stretches of the file, which is sorted by text, so that texts that begin alike ("replace tyre", "replace
 * tyres") are on one side: near copies do not help there, and hardly a verb is known.
 */
export async function measureTexts(file: string, say: Say): Promise<object> {
	const orders = v.parse(Orders, JSON.parse(await readFile(file, 'utf8')));
	const took: number[] = [];
	const answers: Record<string, object> = {};
	for (const [question, classOf] of Object.entries(QUESTIONS)) {
		answers[question] = await measure(orders, classOf, took);
		say(`${question}: ${JSON.stringify(answers[question])}`);
	}
	return {
		orders: orders.length,
		folds: FOLDS,
		...answers,
		suggestMs: { median: rounded(percentile(took, 0.5)), p95: rounded(percentile(took, 0.95)) }
	};
}

async function measure(orders: Order[], classOf: (order: Order) => string | null, took: number[]): Promise<object> {
	const asked = orders.flatMap((order) => {
		const named = classOf(order);
		return named === null ? [] : [{ text: order.text, named }];
	});
	const byClass = Map.groupBy(asked, ({ named }) => named);
	const kept = asked.filter(({ named }) => (byClass.get(named)?.length ?? 0) >= LEAST_ORDERS);
	const catalogue = catalogueOf([...new Set(kept.map(({ named }) => named))].sort());
	const cases = kept.map(({ text, named }, i) => caseOf(text, named, i));
	const mixed = await ask(catalogue, shuffled(cases, SEED), (i) => i % FOLDS, took);
	const apart = await ask(catalogue, cases, (i) => Math.floor((i * FOLDS) / cases.length), took);
	const { top1: accuracy, top3, calibrationError } = figuresOf(mixed.told);
	return {
		orders: cases.length,
		leftOut: orders.length - cases.length,
		classes: catalogue.causes.length,
		accuracy,
		majority: percent(mixed.majority / cases.length),
		balancedAccuracy: percent(
			balancedAccuracy(mixed.told.map(({ truth, said }) => ({ truth, said: said[0]?.causeId ?? '' })))
		),
		top3,
		calibrationError,
		accuracyApart: topShare(apart.told, 1)
	};
}

/** Each case ranked by a model that has learned the other folds, and how often those folds' most frequent class was right. */
async function ask(
	catalogue: FaultCatalogue,
	cases: readonly FaultCase[],
	foldOf: (index: number) => number,
	took: number[]
): Promise<{ told: Told[]; majority: number }> {
	const told: Told[] = [];
	let majority = 0;
	for (let fold = 0; fold < FOLDS; fold++) {
		const learned = cases.filter((_, i) => foldOf(i) !== fold);
		const model = await CauseModel.of(catalogue, 'wasm');
		await model.learnAll(learned);
		const most = mostFrequent(learned);
		for (const { facts, causeId } of cases.filter((_, i) => foldOf(i) === fold)) {
			const before = performance.now();
			told.push({ truth: causeId, said: model.rank(facts).causes });
			took.push(performance.now() - before);
			if (causeId === most) majority++;
		}
	}
	return { told, majority };
}

/** The most exact class of the first such entity in the text. */
function firstOf(entities: Order['entities'], kind: RegExp): string | null {
	const [first] = entities.filter(({ type }) => kind.test(type)).sort((a, b) => a.start - b.start);
	return first ? first.type : null;
}

function mostFrequent(cases: readonly FaultCase[]): string | undefined {
	return [...Map.groupBy(cases, ({ causeId }) => causeId)].sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

function caseOf(text: string, causeId: string, index: number): FaultCase {
	return {
		reportId: String(index),
		causeId,
		confirmedAt: new Date(index).toISOString(),
		weight: 1,
		facts: {
			assetKind: null,
			assetAgeYears: null,
			symptoms: [],
			codes: [],
			text,
			componentAgeDays: {},
			photo: null
		}
	};
}

function catalogueOf(ids: readonly string[]): FaultCatalogue {
	return {
		version: 1,
		symptoms: [],
		signs: [],
		causes: ids.map((id) => ({
			id,
			name: id,
			component: null,
			assetKinds: [],
			severity: 'major',
			mechanism: null,
			failureCause: null,
			detection: null,
			checks: [],
			remedies: [],
			occurrence: 1,
			retired: false
		}))
	};
}

function rounded(ms: number): number {
	return Math.round(ms * 100) / 100;
}
