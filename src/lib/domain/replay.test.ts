import { describe, expect, it } from 'vitest';
import { compareReplay, type Compared, type Spoken } from './replay';

const MODEL = {
	packId: 'part-1',
	goodExamples: 12,
	defectExamples: 3,
	backboneId: 'centernet',
	backboneHash: 'ab',
	preprocessing: 'triangle-1',
	backend: 'wasm' as const
};
const RECORDED: Spoken = {
	kind: 'defect',
	candidates: [
		{ class: 'crack', probability: 0.871 },
		{ class: 'good', probability: 0.129 }
	],
	conformalSet: ['crack', 'good'],
	coverage: 0.9,
	anomaly: { score: 0.42, threshold: 0.3 },
	novelty: 0.2,
	nearest: [],
	usability: [],
	heatMap: null,
	model: MODEL,
	tookMs: 90
};
const pair = (crack: number) => [
	{ class: 'crack', probability: crack },
	{ class: 'good', probability: 1 - crack }
];

describe('a replay', () => {
	it('is the same, however long it took and in whatever order the plausible classes come', () => {
		const now = { ...RECORDED, tookMs: 400, conformalSet: ['good', 'crack'], candidates: pair(0.873) };
		expect(compareReplay(RECORDED, now)).toEqual({ verdict: 'same', differs: new Set() });
	});

	it.each<[string, Partial<Spoken>, 'close' | 'different', Compared[]]>([
		['another probability', { candidates: pair(0.86) }, 'close', ['probability']],
		['another distance', { anomaly: { score: 0.43, threshold: 0.3 } }, 'close', ['anomaly']],
		['no distance', { anomaly: null }, 'close', ['anomaly']],
		['another call', { candidates: pair(0.3).reverse() }, 'different', ['call', 'probability']],
		['a class that it did not know', { candidates: pair(0.871).slice(0, 1) }, 'close', ['probability']],
		['fewer plausible classes', { conformalSet: ['crack'] }, 'different', ['plausible']],
		['a blurred photo', { usability: ['blurred'] }, 'different', ['usability']]
	])('shows %s', (_, change, verdict, differs) => {
		expect(compareReplay(RECORDED, { ...RECORDED, ...change })).toEqual({ verdict, differs: new Set(differs) });
	});

	it.each<[Compared, Partial<typeof MODEL> | { backend: 'webgl' }]>([
		['examples', { goodExamples: 11 }],
		['examples', { defectExamples: 4 }],
		['backbone', { backboneHash: 'cd' }],
		['preprocessing', { preprocessing: 'triangle-2' }],
		['backend', { backend: 'webgl' }]
	])('names another %s even where the answer is the same', (what, change) => {
		const now = { ...RECORDED, model: { ...MODEL, ...change } };
		expect(compareReplay(RECORDED, now)).toEqual({ verdict: 'same', differs: new Set([what]) });
	});
});
