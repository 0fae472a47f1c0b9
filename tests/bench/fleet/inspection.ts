/** What a tablet states about one part: a capture, what the model suggests, and what the inspector decides. */
import { createHash, randomBytes } from 'node:crypto';
import type { Capture } from '$lib/domain/capture';
import type { Decision } from '$lib/domain/decision';
import type { Actor } from '$lib/domain/ledger';
import type { Suggestion } from '$lib/domain/suggestion';
import { v7 as uuid } from 'uuid';

/** Of the demo site. */
const PART = 'part-mt-0417-c';
const CLASSES = ['blowhole', 'break', 'crack', 'fray', 'uneven'];
export const INSPECTOR: Actor = { personId: 'person-lena-vogt', role: 'inspector', proof: 'pin-offline' };
export const BY_DEVICE: Actor = { personId: null, role: null, proof: 'device' };

/** A frame of 320 px has 20 by 20 patches. */
const PATCHES = 20;
const BACKBONE_HASH = createHash('sha256').update('backbone').digest('hex');

export interface Inspection {
	capture: Capture;
	suggestion: Suggestion;
	decision: Decision;
}

/** The `n`th one of a tablet; no two are alike. */
export function makeInspection(n: number): Inspection {
	const serial = String(n).padStart(6, '0');
	const found = CLASSES[n % CLASSES.length] ?? 'crack';
	const capture: Capture = {
		id: uuid(),
		subject: { kind: 'unit', partId: PART, unitId: `unit-${serial}`, serial },
		scanned: null,
		workOrderId: null,
		areaId: 'area-final',
		plan: { version: 1, viewId: 'top' },
		frame: { x: 0, y: 0, width: 1, height: 1 },
		photo: {
			sha256: randomBytes(32).toString('hex'),
			mediaType: 'image/jpeg',
			bytes: 400_000 + n,
			width: 1920,
			height: 1080
		},
		photoSource: 'camera',
		sample: true
	};
	const suggestion: Suggestion = {
		id: uuid(),
		captureId: capture.id,
		kind: 'defect',
		candidates: CLASSES.map((name, index) => ({
			class: name,
			probability: name === found ? 0.9 : 0.02 + index / 1000
		})),
		conformalSet: [found],
		coverage: 0.9,
		anomaly: { score: 0.4312 + n / 1e6, threshold: 0.3125 },
		novelty: 0.11,
		nearest: CLASSES.slice(0, 3).map((name) => ({ captureId: uuid(), class: name, similarity: 0.91 })),
		usability: [],
		heatMap: { width: PATCHES, height: PATCHES, cells: randomBytes(PATCHES * PATCHES).toString('base64') },
		model: {
			packId: PART,
			goodExamples: 40,
			defectExamples: 25,
			backboneId: 'centernet-mobilenetv3',
			backboneHash: BACKBONE_HASH,
			preprocessing: '1',
			backend: 'wasm'
		},
		tookMs: 210
	};
	const decision: Decision = {
		id: uuid(),
		captureId: capture.id,
		suggestionId: suggestion.id,
		supersedes: null,
		note: '',
		reveal: 'suggestion-first',
		shownAt: new Date().toISOString(),
		policyVersion: 1,
		ruleId: 'everything-else',
		verdict: 'accept',
		class: found
	};
	return { capture, suggestion, decision };
}
