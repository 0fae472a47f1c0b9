import { describe, expect, it } from 'vitest';
import type { FirstCall } from '$lib/domain/committed-call';
import type { Suggestion } from '$lib/domain/suggestion';
import { keptCall } from './kept-call';
import { NO_SUGGESTION } from './model';

const silent: Suggestion = { ...NO_SUGGESTION.suggestion, id: 's', captureId: 'c' };
const crack: Suggestion = { ...silent, candidates: [{ class: 'crack', probability: 0.9 }] };
const isA = (id: string): FirstCall => ({ kind: 'class', class: id });

describe('keeping the own call', () => {
	it.each<[string, FirstCall, Suggestion, object | null]>([
		['accepts what the model says too', isA('crack'), crack, { verdict: 'accept' }],
		['rejects the model’s defect for a good part', isA('good'), crack, { verdict: 'reject', because: 'part-good' }],
		['corrects the model to another defect', isA('fray'), crack, { verdict: 'correct', class: 'fray' }],
		['names what no model has named', isA('good'), silent, { verdict: 'correct', class: 'good' }],
		['takes the photo again', { kind: 'cannot-tell' }, crack, { verdict: 'reject', because: 'unusable' }],
		['asks for words', { kind: 'other-defect' }, crack, null]
	])('%s', (_, first, said, expected) => {
		if (expected === null) expect(keptCall(first, said)).toBeNull();
		else expect(keptCall(first, said)).toMatchObject(expected);
	});
});
