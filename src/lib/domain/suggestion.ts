/** What a model said about a capture, with everything needed to judge it and to run it again. */
import * as v from 'valibot';
import { GOOD, Id } from './site';

export const SUGGESTION_KINDS = [
	'anomaly',
	'defect',
	'fault-cause',
	'schedule-change',
	'instruction-change',
	'extracted-fields',
	'summary'
] as const;
export const SuggestionKind = v.picklist(SUGGESTION_KINDS);
export type SuggestionKind = v.InferOutput<typeof SuggestionKind>;

const Probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** A class with its calibrated probability. */
export const Candidate = v.object({ class: Id, probability: Probability });
export type Candidate = v.InferOutput<typeof Candidate>;

export const USABILITY_ISSUES = ['blurred', 'too-dark', 'too-bright', 'glare', 'no-part'] as const;
export const UsabilityIssue = v.picklist(USABILITY_ISSUES);
export type UsabilityIssue = v.InferOutput<typeof UsabilityIssue>;

/** Patch anomaly over the frame, row by row from the top left: `cells` is base64 of one byte a cell, 255 the most anomalous. */
export const HeatMap = v.object({ width: v.number(), height: v.number(), cells: v.pipe(v.string(), v.base64()) });
export type HeatMap = v.InferOutput<typeof HeatMap>;

export const ModelStamp = v.object({
	/** What produced this: part, and how many confirmed captures it had learned from. */
	packId: Id,
	goodExamples: v.number(),
	defectExamples: v.number(),
	backboneId: v.string(),
	/** SHA-256 of the backbone's weights, hexadecimal. */
	backboneHash: v.string(),
	preprocessing: v.string(),
	backend: v.picklist(['wasm', 'webgl', 'webgpu'])
});
export type ModelStamp = v.InferOutput<typeof ModelStamp>;

/** What a suggested fault cause was made from. */
export const CauseStamp = v.object({
	/** Version of the site's catalogue of faults. */
	catalogueVersion: v.number(),
	/** Confirmed cases it had learned from. */
	cases: v.number(),
	/** SHA-256 of catalogue and cases, hexadecimal: the same says the same of the same report. */
	madeFrom: v.string(),
	backend: v.picklist(['wasm', 'cpu'])
});
export type CauseStamp = v.InferOutput<typeof CauseStamp>;

export const Suggestion = v.object({
	id: Id,
	captureId: Id,
	kind: SuggestionKind,
	/** Most probable first; empty while nothing has been taught but good parts. */
	candidates: v.array(Candidate),
	/** Classes that cannot be ruled out at `coverage`; empty when there is no calibration to say so. */
	conformalSet: v.array(Id),
	coverage: v.nullable(Probability),
	/** Distance to the good parts; `threshold` is the site's limit for "unlike the good parts". Null before good parts were taught. */
	anomaly: v.nullable(v.object({ score: v.number(), threshold: v.number() })),
	/** 0 like something seen before … 1 unlike anything confirmed here. */
	novelty: v.nullable(Probability),
	nearest: v.array(v.object({ captureId: Id, class: Id, similarity: v.number() })),
	usability: v.array(UsabilityIssue),
	heatMap: v.nullable(HeatMap),
	/** What somebody had looked at before it was said, and what showed; null for none of what the check can show. Fault causes alone have it. */
	answers: v.optional(v.array(v.object({ checkId: Id, shows: v.nullable(v.string()) }))),
	/** Null when no model could speak: the person decides from the photo alone. */
	model: v.nullable(v.union([ModelStamp, CauseStamp])),
	/** Milliseconds from the decoded photo to this suggestion. */
	tookMs: v.number()
});
export type Suggestion = v.InferOutput<typeof Suggestion>;

/** The model pack that spoke; null where none did, or the model of fault causes. */
export function packOf({ model }: Pick<Suggestion, 'model'>): ModelStamp | null {
	return model && 'packId' in model ? model : null;
}

/** The classes a person should be told about, in words; more than one means "not sure". */
export function plausibleClasses(suggestion: Pick<Suggestion, 'candidates' | 'conformalSet'>): string[] {
	const known = new Set(suggestion.conformalSet);
	const ordered = suggestion.candidates
		.filter((candidate) => known.has(candidate.class))
		.map((candidate) => candidate.class);
	return ordered.length > 0 ? ordered : suggestion.candidates.slice(0, 1).map((candidate) => candidate.class);
}

/** What a model that knows only good parts can say about a bad one: something is wrong, no class yet. */
export const UNNAMED_DEFECT = 'unnamed-defect';

/** The one class a suggestion stands for, which accepting it confirms; null when the model had nothing to go by. */
export function suggestedClass(suggestion: Pick<Suggestion, 'candidates' | 'anomaly'>): string | null {
	const first = suggestion.candidates[0];
	if (first) return first.class;
	if (!suggestion.anomaly) return null;
	return suggestion.anomaly.score > suggestion.anomaly.threshold ? UNNAMED_DEFECT : GOOD;
}

/** How far the screen may go in naming a class. */
export type Certainty = 'nothing-taught' | 'new' | 'not-sure' | 'sure';

/** Above this the case is unlike anything confirmed here, and no single class is shown as the answer. */
export const NEW_CASE_NOVELTY = 0.9;

/** Whether the screen may name one class: never when the case is new, or when more than one class cannot be ruled out. */
export function certaintyOf(
	suggestion: Pick<Suggestion, 'candidates' | 'conformalSet' | 'anomaly' | 'novelty'>
): Certainty {
	if (suggestedClass(suggestion) === null) return 'nothing-taught';
	if (suggestion.novelty !== null && suggestion.novelty >= NEW_CASE_NOVELTY) return 'new';
	// With too few examples for a conformal set, only a clear lead counts as sure.
	const lead = suggestion.candidates[0]?.probability ?? 1;
	if (suggestion.conformalSet.length > 1 || (suggestion.conformalSet.length === 0 && lead < 0.6)) return 'not-sure';
	return 'sure';
}
