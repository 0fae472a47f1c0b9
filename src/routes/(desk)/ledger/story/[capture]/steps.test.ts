import { hashOfMatter } from '$lib/domain/approval';
import type { Decision } from '$lib/domain/decision';
import { FIRST_POLICY, route, type RoutingFacts } from '$lib/domain/policy';
import type { EntryEnvelope } from '$lib/domain/ledger';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from './oversight-steps';
import { stepsOf } from './steps';
import { m } from '$lib/messages';
import type { Step } from './step';
import type { Story, StoryNames } from './story';

const names: StoryNames = {
	person: (id) => ({ lena: 'Lena Vogt' })[id] ?? id,
	part: (id) => id,
	class: (id) => ({ crack: 'Crack' })[id] ?? id,
	device: () => 'Line 4',
	isServer: () => false
};

const LENA = { personId: 'lena', role: 'inspector', proof: 'pin-offline' } as const;

let position = 0;
function row(
	type: string,
	at: string,
	body: object,
	options: { skewMs?: number; actor?: EntryEnvelope['actor'] } = {}
) {
	const { skewMs = 0, actor = LENA } = options;
	position += 1;
	const own = { v: 1 as const, id: `entry-${position}`, site: 's', device: 'd', seq: position, prev: null, sig: '' };
	const entry = { ...own, at: `2026-11-22T${at}.000Z`, actor, type, body: { ...body } };
	return { position, receivedAt: '2026-11-25T08:00:00.000Z', skewMs, entry };
}

const capture = {
	id: 'c',
	subject: { kind: 'part', partId: 'p' },
	scanned: null,
	photo: { width: 640, height: 480, bytes: 1000 },
	photoSource: 'camera'
};
const said = {
	id: 's',
	captureId: 'c',
	kind: 'defect',
	candidates: [
		{ class: 'crack', probability: 0.7 },
		{ class: 'good', probability: 0.3 }
	],
	conformalSet: ['crack'],
	coverage: 0.9,
	anomaly: null,
	novelty: 0.1,
	usability: [],
	model: null
};
const decision = (id: string, more: object) => ({
	id,
	note: '',
	shownAt: '2026-11-22T10:00:02.000Z',
	policyVersion: 1,
	ruleId: 'everything-else',
	supersedes: null,
	verdict: 'accept',
	class: 'crack',
	...more
});

const facts: RoutingFacts = {
	suggestionId: 's',
	kind: 'defect',
	class: 'crack',
	partFamily: null,
	asset: null,
	severity: 'critical',
	confidence: 0.7,
	setSize: 2,
	novelty: 0.1,
	usable: true,
	person: null,
	at: '2026-11-22T10:00:01.000Z'
};

function storyOf(rows: Story['rows']): Story {
	const suggested = rows.find(({ entry }) => entry.type === 'suggestion.made');
	const met = { route: route(FIRST_POLICY, facts), facts };
	return {
		rows,
		routes: new Map(suggested ? [[suggested.position, met]] : []),
		policies: new Map([[1, FIRST_POLICY]]),
		told: new Map()
	};
}

describe('the steps of a story', () => {
	const rows = [
		row('capture.recorded', '10:00:00', capture),
		row('suggestion.made', '10:00:01', said),
		row('decision.made', '10:00:14', decision('one', { note: 'Edge' })),
		row('decision.withdrawn', '10:00:20', { decisionId: 'one' }),
		row('decision.made', '10:01:00', decision('two', { supersedes: null })),
		row('decision.made', '11:01:05', decision('three', { supersedes: 'two' }), { skewMs: 3_600_000 })
	];
	const steps = stepsOf(storyOf(rows), names);
	const fact = (index: number, term: string) => steps[index]?.facts.find((known) => known.term === term);

	it('say who stated what, and how long after the one before, with the clocks set right', () => {
		expect(steps.map(({ person }) => person)).toEqual([
			'Lena Vogt',
			'with Lena Vogt at the tablet',
			...Array(4).fill('Lena Vogt')
		]);
		expect(steps.map(({ afterMs }) => afterMs)).toEqual([null, 1000, 13_000, 6000, 40_000, 5000]);
	});

	it('say what the model said, which rule that met, and by which value it matched', () => {
		expect(steps[1]?.candidates).toEqual([
			{ name: 'Crack', probability: 0.7, plausible: true },
			{ name: 'good', probability: 0.3, plausible: false }
		]);
		expect(steps[1]?.mode).toBe('in-the-loop');
		expect(fact(1, 'The rule it met')).toMatchObject({ value: 'Policy version 1: More than one class is possible' });
		expect(fact(1, 'Because')).toMatchObject({ value: '2 classes remain possible' });
	});

	it('say how long the suggestion was seen before the decision', () => {
		expect(fact(2, 'Saw the suggestion')).toMatchObject({ seen: { untilDecision: 12_000 } });
		const unseen = stepsOf(storyOf([row('decision.made', '10:00:00', decision('x', { shownAt: null }))]), names);
		expect(unseen[0]?.facts).toContainEqual({ term: 'Saw the suggestion', value: 'decided without seeing it' });
	});

	it('tell decisions that no longer stand from those that do', () => {
		expect(steps.map(({ tone }) => tone)).toEqual(['plain', 'model', 'void', 'void', 'void', 'accept']);
		const [taken, replaced] = [steps[2]?.remark, steps[4]?.remark];
		expect(taken).toBe(`Taken back in record ${rows[3]?.position}`);
		expect(replaced).toBe(`Replaced by record ${rows[5]?.position}`);
		expect(fact(5, 'Replaces')).toMatchObject({ value: `the decision in record ${rows[4]?.position}` });
	});
});

describe('what follows a decision', () => {
	const IDA = { personId: 'ida', role: 'quality-engineer', proof: 'pin-offline' } as const;
	const SERVER = { personId: null, role: null, proof: 'service' } as const;
	const pictured = { ...capture, photo: { ...capture.photo, sha256: 'ab' } };
	const by = { personId: 'lena', role: 'inspector' } as const;
	const decided = (id: string, more: object = {}) => decision(id, { suggestionId: 's', ...more });
	/** A signature under these decisions, whatever stands in the ledger. */
	const approval = (...ids: string[]) => ({
		id: 'a',
		suggestionId: 's',
		meaning: 'approved',
		printedName: 'Ida Brandt',
		signedAt: '2026-11-22T10:05:00.000Z',
		note: '',
		signed: hashOfMatter({
			suggestionId: 's',
			photo: 'ab',
			decisions: ids.map((id) => ({ decision: decided(id) as unknown as Decision, by }))
		})
	});
	const action = {
		id: 'x',
		suggestionId: 's',
		captureId: 'c',
		...{ kind: 'disposition', disposition: 'scrap' },
		class: 'crack',
		mode: 'in-the-loop',
		policyVersion: 1,
		ruleId: 'everything-else',
		because: 'approved',
		decisionIds: ['two'],
		approvalIds: ['a']
	};
	const rows = [
		row('capture.recorded', '10:00:00', pictured),
		row('decision.made', '10:00:14', decided('one')),
		row('decision.withdrawn', '10:00:20', { decisionId: 'one' }),
		row('decision.made', '10:01:00', decided('two')),
		row('approval.given', '10:05:00', approval('two'), { actor: IDA }),
		row('action.finalized', '10:05:01', action, { actor: SERVER }),
		row('checkpoint.overdue', '11:00:00', { suggestionId: 's', dueAt: '2026-11-22T11:00:00.000Z', to: 'supervisor' }),
		row('veto.made', '11:10:00', { id: 'v', suggestionId: 's', reason: 'Wrong unit' }, { actor: IDA })
	];
	const at = (index: number) => m.story_entry({ position: rows[index]?.position ?? 0 });
	const told = (story: Story['rows']) => stepsOf(storyOf(story), names);
	const fact = (step: Step | undefined, term: string) => step?.facts.find((known) => known.term === term);

	it('says in whose name, when and with what meaning somebody signed, and which decisions the signature is bound to', () => {
		const step = told(rows)[4];
		expect(step?.title).toBe('Signed: Approved');
		expect(fact(step, 'Printed name')).toMatchObject({ value: 'Ida Brandt' });
		expect(fact(step, 'PIN entered')).toMatchObject({ moment: '2026-11-22T10:05:00.000Z' });
		expect(fact(step, 'Bound to')).toMatchObject({ value: at(3) });
	});

	it.each<[string, object]>([
		['a decision that was taken back', approval('one', 'two')],
		['no decision', approval()],
		['another photo', { ...approval('two'), signed: hashOfMatter({ suggestionId: 's', photo: 'cd', decisions: [] }) }]
	])('shows a signature that was put under %s', (_, signed) => {
		const step = told([...rows.slice(0, 4), row('approval.given', '10:05:00', signed, { actor: IDA })])[4];
		expect(fact(step, 'Bound to')).toMatchObject({ value: expect.stringContaining('something else') });
	});

	it('says what is final, why, and what that rests on', () => {
		const step = told(rows)[5];
		expect(step).toMatchObject({ title: 'Final: Scrap', tone: 'final', mode: 'in-the-loop', remark: null });
		expect(fact(step, 'Because')).toMatchObject({ value: 'it was decided and signed' });
		expect(fact(step, 'Rests on')).toMatchObject({ value: `${at(3)}, ${at(4)}` });
		expect(outcomeOf({ rows })).toMatchObject({ disposition: 'scrap' });
	});

	it('says which systems were told of it', () => {
		const sent = { state: 'delivered', at: '2026-11-22T10:05:02.000Z' } as const;
		const story = { ...storyOf(rows), told: new Map([[rows[5]?.entry.id ?? '', [{ name: 'ERP', ...sent }]]]) };
		expect(fact(stepsOf(story, names)[5], 'Told ERP')).toMatchObject({ sent });
	});

	it('shows that it no longer holds, and since which record', () => {
		const body = { actionId: 'x', suggestionId: 's', because: 'vetoed', at: '2026-11-22T11:10:00.000Z' };
		const withdrawn = row('action.withdrawn', '11:10:01', body, { actor: SERVER });
		const steps = told([...rows, withdrawn]);
		expect(steps[5]).toMatchObject({ tone: 'void', remark: `Withdrawn in record ${withdrawn.position}` });
		expect(fact(steps[8], 'Takes back')).toMatchObject({ value: at(5) });
		expect(outcomeOf({ rows: [...rows, withdrawn] })).toBeNull();
	});

	it('says who is next when nobody answered, and why somebody stopped it', () => {
		const [overdue, veto] = told(rows).slice(6);
		expect(fact(overdue, 'Next in line')).toMatchObject({ value: 'supervisor' });
		expect(fact(veto, 'Reason')).toMatchObject({ value: 'Wrong unit' });
	});
});
