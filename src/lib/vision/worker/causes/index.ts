/** The model of fault causes as the worker serves it; loaded when it is first asked for. */
import { FaultCatalogue } from '$lib/domain/fault/catalogue';
import type { CauseModelState, CauseRanking, FaultCase, FaultFacts } from '$lib/domain/fault/causes';
import { Id } from '$lib/domain/site';
import * as v from 'valibot';
import { BackendUnavailable, VisionRequestRefused } from '../../shared/errors';
import { useBackend } from '../backends';
import { CauseModel, type LearnOptions } from './model';

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(120));
const Facts = v.object({
	assetKind: v.nullable(Name),
	assetAgeYears: v.nullable(v.pipe(v.number(), v.finite())),
	symptoms: v.pipe(v.array(Id), v.maxLength(50)),
	codes: v.pipe(v.array(v.object({ code: Name, hoursBefore: v.pipe(v.number(), v.finite()) })), v.maxLength(1000)),
	text: v.pipe(v.string(), v.maxLength(10_000)),
	componentAgeDays: v.record(Name, v.pipe(v.number(), v.finite())),
	photo: v.nullable(v.instance(Float32Array))
});
const Case = v.object({
	reportId: Id,
	facts: Facts,
	causeId: Id,
	confirmedAt: v.string(),
	weight: v.pipe(v.number(), v.gtValue(0), v.maxValue(1))
});

let model: CauseModel | null = null;
let backend: 'wasm' | 'cpu' | null = null;

export async function openCauses(catalogue: FaultCatalogue): Promise<CauseModelState> {
	const begun = performance.now();
	const checked = check('openCauses', FaultCatalogue, catalogue);
	backend ??= await startBackend();
	// Opened again after a sync, with the same table: what it has learned serves until it has learned anew.
	if (!model?.isOf(checked)) model = await CauseModel.of(checked, backend);
	return model.state(begun);
}

export async function learnCauses(cases: FaultCase[], options: LearnOptions): Promise<CauseModelState> {
	return opened('learnCauses').learnAll(check('learnCauses', v.array(Case), cases), options);
}

export async function learnCause(confirmed: FaultCase, options: LearnOptions): Promise<CauseModelState> {
	return opened('learnCause').learn(check('learnCause', Case, confirmed), options);
}

export async function forgetCause(reportId: string, options: LearnOptions): Promise<CauseModelState> {
	return opened('forgetCause').forget(check('forgetCause', Id, reportId), options);
}

export async function rankCauses(facts: FaultFacts): Promise<CauseRanking> {
	return opened('rankCauses').rank(check('rankCauses', Facts, facts));
}

/** Products of small matrices: wasm does them fast, and where it cannot load plain JavaScript does them well enough. */
async function startBackend(): Promise<'wasm' | 'cpu'> {
	try {
		await useBackend('wasm');
		return 'wasm';
	} catch (error) {
		if (!(error instanceof BackendUnavailable)) throw error;
		await useBackend('cpu');
		return 'cpu';
	}
}

function opened(method: string): CauseModel {
	if (!model) throw new VisionRequestRefused(method, 'not opened');
	return model;
}

/** @throws VisionRequestRefused saying what is wrong */
function check<T>(method: string, schema: v.GenericSchema<unknown, T>, given: unknown): T {
	const parsed = v.safeParse(schema, given);
	if (!parsed.success) throw new VisionRequestRefused(method, v.summarize(parsed.issues));
	return parsed.output;
}
