import type { Capture } from '$lib/domain/capture';
import type { Decision } from '$lib/domain/decision';
import type { Actor, Entry } from '$lib/domain/ledger';
import { FIRST_POLICY } from '$lib/domain/policy';
import type { Part } from '$lib/domain/site';
import type { Suggestion } from '$lib/domain/suggestion';
import { describe, expect, it } from 'vitest';
import { ownCases, type CaseRegister } from './own-cases';

const part = {
	id: 'p1',
	number: 'MT-0417',
	revision: 'C',
	name: 'Magnetic tile',
	family: 'Tiles',
	gtin: null,
	classes: [{ id: 'crack', name: 'Crack', severity: 'critical' }],
	plan: { version: 1, views: [] },
	drawing: null,
	samplePictures: null,
	sample: false
} satisfies Part;

const register: CaseRegister = {
	policy: FIRST_POLICY,
	tightenedOf: () => null,
	partById: (id) => (id === part.id ? part : null),
	assetById: (id) => (id === 'press' ? { id, code: 'PR-01', name: 'Press 1', areaId: 'a', sample: true } : null),
	workOrderById: () => null
};

const inspector: Actor = { personId: 'lena', role: 'inspector', proof: 'pin-offline' };

function entry(type: Entry['type'], body: object, seq: number): Entry {
	const at = `2026-11-22T14:0${seq}:00.000Z`;
	return {
		v: 1,
		id: `e${seq}`,
		site: 's',
		device: 'd',
		seq,
		prev: null,
		at,
		actor: inspector,
		type,
		body,
		sig: ''
	} as Entry;
}

const capture = entry(
	'capture.recorded',
	{
		id: 'c1',
		subject: { kind: 'unit', partId: 'p1', unitId: 'u1', serial: '00219' },
		photo: { sha256: 'a'.repeat(64), mediaType: 'image/jpeg', bytes: 1, width: 1, height: 1 },
		sample: true
	} satisfies Partial<Capture>,
	1
);
const suggestion = entry(
	'suggestion.made',
	{
		id: 's1',
		captureId: 'c1',
		kind: 'defect',
		candidates: [{ class: 'crack', probability: 0.87 }],
		conformalSet: ['crack'],
		coverage: 0.95,
		anomaly: null,
		novelty: 0.1,
		usability: []
	} satisfies Partial<Suggestion>,
	2
);
const decided = (verdict: object) =>
	entry('decision.made', { id: 'd1', captureId: 'c1', suggestionId: 's1', supersedes: null, note: '', ...verdict }, 3);
const accepted = decided({ verdict: 'accept', class: 'crack' } satisfies Partial<Decision>);

describe('the cases of a tablet that has not sent anything', () => {
	it('stand open until somebody decides', () => {
		const [item] = ownCases([capture, suggestion], register);
		expect(item).toMatchObject({
			subjectText: 'MT-0417 rev C · S/N 00219',
			suggestedClass: 'crack',
			confidence: 0.87,
			state: 'open',
			verdict: null,
			sample: true
		});
		expect(item?.waitingFor.length).toBeGreaterThan(0);
	});

	it('show who decided what', () => {
		const [item] = ownCases([capture, suggestion, accepted], register);
		expect(item).toMatchObject({ verdict: 'accept', decidedClass: 'crack', decidedBy: 'lena' });
		expect(item?.state).not.toBe('open');
	});

	it('are open again once the decision is taken back', () => {
		const withdrawn = entry('decision.withdrawn', { decisionId: 'd1' }, 4);
		const [item] = ownCases([capture, suggestion, accepted, withdrawn], register);
		expect(item).toMatchObject({ state: 'open', verdict: null, decidedBy: null });
	});

	it('name the role they were handed to', () => {
		const [item] = ownCases(
			[capture, suggestion, decided({ verdict: 'escalate', to: 'quality-engineer', note: 'odd shine' })],
			register
		);
		expect(item).toMatchObject({ state: 'escalated', waitingFor: ['quality-engineer'], note: 'odd shine' });
	});

	it('leave out what the register does not know', () => {
		expect(ownCases([capture, suggestion], { ...register, partById: () => null })).toEqual([]);
	});

	it('are about machines as well, with or without a photo', () => {
		const report = { id: 'r1', assetId: 'press', photos: [], sample: true };
		const said = { id: 's1', captureId: 'r1', kind: 'fault-cause', candidates: [{ class: 'pump', probability: 0.7 }] };
		const rest = { conformalSet: [], coverage: null, anomaly: null, novelty: null, usability: [] };
		const [found] = ownCases(
			[entry('fault.reported', report, 1), entry('suggestion.made', { ...said, ...rest }, 2)],
			register
		);
		expect(found).toMatchObject({
			kind: 'fault-cause',
			subjectText: 'PR-01 · Press 1',
			photo: '',
			state: 'open',
			waitingFor: ['technician', 'supervisor'],
			suggestedClass: 'pump'
		});
	});
});
