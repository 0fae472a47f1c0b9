/** What is known of a machine by now: the codes it showed, and when its components were replaced. */
import * as v from 'valibot';
import { Id, Instant, type Asset } from '../site';
import type { AssetReading } from './repair';
import { CodeSeen } from './report';

/** So much of a machine's past is kept: what is older says nothing about today's fault. */
const CODES_KEPT = 100;
const REPLACEMENTS_KEPT = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

export const Replacement = v.object({ component: v.string(), at: Instant });
export type Replacement = v.InferOutput<typeof Replacement>;

/** Of one machine; codes and replacements newest first. */
export const AssetState = v.object({
	assetId: Id,
	codes: v.array(CodeSeen),
	replaced: v.array(Replacement),
	/** Of the newest reading by another system; null where there was none. */
	readAt: v.nullable(Instant)
});
export type AssetState = v.InferOutput<typeof AssetState>;

export function noState(assetId: string): AssetState {
	return { assetId, codes: [], replaced: [], readAt: null };
}

/** Readings may come in any order. */
export function withReading(state: AssetState, { at, codes, replaced }: AssetReading): AssetState {
	const seen = codes.map((code) => ({ code, at }));
	return {
		...withReplacements(state, replaced, at),
		codes: [...state.codes, ...seen].sort(newestFirst).slice(0, CODES_KEPT),
		readAt: state.readAt === null || at > state.readAt ? at : state.readAt
	};
}

/** By a repair, or as another system says. `at` is ISO 8601. */
export function withReplacements(state: AssetState, components: readonly string[], at: string): AssetState {
	const added = components.map((component) => ({ component, at }));
	return { ...state, replaced: [...state.replaced, ...added].sort(newestFirst).slice(0, REPLACEMENTS_KEPT) };
}

/** A machine at a moment, as the model of fault causes reads it. */
export const MachineFacts = v.object({
	kind: v.nullable(v.string()),
	/** Years since it was built or put to work; null where unknown. */
	ageYears: v.nullable(v.number()),
	/** Days since each component was replaced, or since the machine was put to work. */
	componentAgeDays: v.record(v.string(), v.number())
});
export type MachineFacts = v.InferOutput<typeof MachineFacts>;

/** `asset` is null where the register does not know it; `at` is ISO 8601. */
export function machineAt(
	asset: Pick<Asset, 'kind' | 'installedOn' | 'components'> | null,
	{ replaced }: Pick<AssetState, 'replaced'>,
	at: string
): MachineFacts {
	const moment = Date.parse(at);
	const daysSince = (instant: string) => Math.max(0, moment - Date.parse(instant)) / DAY_MS;
	const componentAgeDays: Record<string, number> = {};
	const installed = asset?.installedOn;
	if (installed) for (const component of asset.components ?? []) componentAgeDays[component] = daysSince(installed);
	// Newest first: the oldest is set first and gives way to what came after it.
	for (const { component, at: when } of replaced.toReversed()) {
		if (Date.parse(when) <= moment) componentAgeDays[component] = daysSince(when);
	}
	return { kind: asset?.kind ?? null, ageYears: installed ? daysSince(installed) / 365.25 : null, componentAgeDays };
}

const newestFirst = (one: { at: string }, other: { at: string }) => Date.parse(other.at) - Date.parse(one.at);
