/** Seeded checks and answers to them. For tests only. */
import type { SeedAnswer, SeedDocument } from '../seeded-check';
import { TILE } from './part';

/** A crack that is suggested to be good. */
export const SEED: SeedDocument = {
	id: 'seed-1',
	captureId: 'capture-1',
	partId: TILE.id,
	photo: { sha256: 'b'.repeat(64), mediaType: 'image/jpeg', bytes: 1000, width: 640, height: 480 },
	frame: { x: 0, y: 0, width: 1, height: 1 },
	sample: false,
	truth: 'crack',
	decidedBy: ['quinn'],
	shown: { class: 'good', confidence: 0.92 },
	active: true,
	reason: 'Two readers agreed',
	answeredBy: []
};

const common = {
	id: 'answer-1',
	seedId: SEED.id,
	after: 'decision-1',
	first: null,
	shownAt: '2026-11-22T10:00:00.000Z',
	tookMs: 2400,
	note: ''
};

export function seedAnswer(shown: string, changes: Partial<SeedAnswer> = {}): SeedAnswer {
	return { ...common, verdict: 'accept', class: shown, ...changes } as SeedAnswer;
}
