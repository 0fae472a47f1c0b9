/** Replays the ledger under a draft: every suggestion on record, newest first, with what people made of it. */
import { FIRST_POLICY, type Rule } from '$lib/domain/policy';
import { Simulation, type SimulationResult } from '$lib/domain/policy/simulate';
import { refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import { readDocument } from '../projections';
import { pastSuggestions } from './past-suggestions';

/** A season of a large site; older ones say little about the models of today. */
export const MAX_REPLAYED = 200_000;

export interface ReplayResult extends SimulationResult {
	/** Older suggestions than the oldest replayed were left out. */
	cut: boolean;
	/** Milliseconds. */
	took: number;
}

/** Throws `forbidden`. */
export async function replayUnder(
	core: Core,
	site: string,
	by: Account,
	rules: readonly Rule[],
	limit = MAX_REPLAYED
): Promise<ReplayResult> {
	refuseUnlessMay(by, 'policy.read');
	const began = performance.now();
	const current = (await readDocument(core.db, site, 'policy', 'current')) ?? FIRST_POLICY;
	const simulation = new Simulation({ version: current.version + 1, rules: [...rules] }, current);
	let count = 0;
	for await (const past of pastSuggestions(core, site, limit + 1)) {
		if (++count <= limit) simulation.add(past);
	}
	return { ...simulation.result, cut: count > limit, took: performance.now() - began };
}
