/** What a seeded check is shown with, in the form of any other suggestion, and what an answer to it says. */
import type { FirstCall } from '$lib/domain/committed-call';
import type { SeedAnswer, SeedDocument } from '$lib/domain/seeded-check';
import { GOOD, type Part } from '$lib/domain/site';
import type { Suggestion } from '$lib/domain/suggestion';
import { NO_SUGGESTION } from '../inspect/model';
import type { Call } from '../inspect/compose';

/** The share of what is left that each further class gets: a model that is sure leaves little, and most of it to one. */
const NEXT = 0.7;

/** The class that the check suggests, before others of the part. */
export function suggestionOf({ shown, captureId, truth }: SeedDocument, part: Part, id: string): Suggestion {
	const others = [truth, GOOD, ...part.classes.map((known) => known.id)].filter((known) => known !== shown.class);
	let left = 1 - shown.confidence;
	const candidates = [{ class: shown.class, probability: shown.confidence }];
	for (const other of new Set(others)) {
		candidates.push({ class: other, probability: left * NEXT });
		left *= 1 - NEXT;
	}
	return { ...NO_SUGGESTION.suggestion, id, captureId, candidates, conformalSet: [shown.class] };
}

interface Given {
	id: string;
	seed: SeedDocument;
	after: string;
	first: FirstCall | null;
	shownAt: string | null;
	tookMs: number;
}

export function composeAnswer(call: Call, { id, seed, after, first, shownAt, tookMs }: Given): SeedAnswer {
	const common = { id, seedId: seed.id, after, first, shownAt, tookMs };
	switch (call.verdict) {
		case 'accept':
			return { ...common, note: '', verdict: 'accept', class: seed.shown.class };
		case 'correct':
			return { ...common, note: call.note, verdict: 'correct', class: call.class, otherClass: call.otherClass };
		case 'reject':
			return { ...common, note: call.note, verdict: 'reject', because: call.because };
		case 'escalate':
			return { ...common, note: call.note, verdict: 'escalate' };
	}
}
