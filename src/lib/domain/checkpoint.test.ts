import { describe, expect, it } from 'vitest';
import { checkpointAfter, type CaseEvent, type CaseHistory } from './checkpoint';
import { IN_THE_LOOP, type Consequence } from './policy';
import {
	accept,
	approves,
	caseOf,
	decides,
	escalate,
	later,
	nobodyAnswered,
	partGood,
	refuses,
	vetoes
} from './testing/case';

const oneReader: Consequence = { ...IN_THE_LOOP, decidedBy: ['inspector'] };
const twoReaders: Consequence = { ...oneReader, readers: 2 };
const approved: Consequence = { ...oneReader, approvedBy: 'supervisor' };
const onTheLoop: Consequence = { ...oneReader, mode: 'on-the-loop', vetoWindowS: 60, vetoBy: 'supervisor' };
const autonomous: Consequence = {
	...oneReader,
	mode: 'autonomous',
	owner: 'eva',
	reason: 'Good tiles, 412 verified',
	expiresAt: '2027-01-01T00:00:00.000Z'
};

const after = (then: Consequence, events: readonly CaseEvent[], seconds = 2, changes: Partial<CaseHistory> = {}) =>
	checkpointAfter(then, caseOf(events, changes), later(seconds));

const ana = decides('ana inspector', accept('d1', 'crack'));
const ben = decides('ben inspector', accept('d2', 'crack'));
const benFray = decides('ben inspector', accept('d2', 'fray'));
const evaFray = decides('eva quality-engineer', accept('d3', 'fray'));

describe('a checkpoint in the loop', () => {
	it('is open until a person of the asked role has decided', () => {
		expect(after(oneReader, [])).toMatchObject({ state: 'open', waitingFor: ['inspector'], final: null });
		expect(after(oneReader, [decides('tom technician', accept('d1', 'crack'))]).state).toBe('open');
		expect(after(oneReader, [ana])).toMatchObject({
			state: 'satisfied',
			waitingFor: [],
			final: { because: 'decided', class: 'crack', decisions: [{ by: { personId: 'ana' } }] }
		});
	});

	it('opens again when the decision is withdrawn', () => {
		expect(after(oneReader, [ana], 2, { withdrawn: new Set(['d1']) }).state).toBe('open');
	});

	it('counts a superseding decision in place of the one it replaces, whichever came in first', () => {
		const changed = decides('ana inspector', accept('d2', 'fray', 'd1'));
		for (const events of [
			[ana, changed],
			[changed, ana]
		]) {
			expect(after(oneReader, events)).toMatchObject({ state: 'satisfied', final: { class: 'fray' } });
		}
		const corrected = decides('ben inspector', accept('d2', 'fray', 'd1'));
		expect(after(oneReader, [ana, corrected])).toMatchObject({ state: 'satisfied', final: { class: 'fray' } });
	});

	it('goes back to the superseded decision when the superseding one is withdrawn', () => {
		const changed = decides('ana inspector', accept('d2', 'fray', 'd1'));
		const withdrawn = new Set(['d2']);
		expect(after(oneReader, [ana, changed], 2, { withdrawn }).final).toMatchObject({ class: 'crack' });
	});

	it('waits for the role a case was escalated to, and lets only that role end it', () => {
		const escalated = [decides('ana inspector', escalate('d1'))];
		expect(after(oneReader, escalated)).toMatchObject({
			state: 'escalated',
			waitingFor: ['quality-engineer'],
			by: 'ana'
		});
		expect(after(oneReader, [...escalated, ben]).state).toBe('escalated');
		expect(after(oneReader, [...escalated, evaFray])).toMatchObject({ state: 'satisfied', final: { class: 'fray' } });
		const taken = decides('ana inspector', accept('d2', 'crack', 'd1'));
		expect(after(oneReader, [...escalated, taken]).state).toBe('satisfied');
	});

	it('keeps two decisions that disagree, and waits for somebody else to settle it', () => {
		expect(after(oneReader, [ana, ben])).toMatchObject({ state: 'satisfied', final: { class: 'crack' } });
		const conflict = after(oneReader, [ana, benFray]);
		expect(conflict).toMatchObject({ state: 'disputed', waitingFor: ['quality-engineer'], barred: ['ana', 'ben'] });
		expect(after(oneReader, [ana, benFray, evaFray])).toMatchObject({ state: 'satisfied', final: { class: 'fray' } });
		// Neither of the two ends it by giving in.
		const givesIn = decides('ben inspector', accept('d4', 'crack', 'd2'));
		expect(after(oneReader, [ana, benFray, givesIn]).state).toBe('disputed');
	});
});

describe('with two readers', () => {
	it('is open until two different people say the same', () => {
		expect(after(twoReaders, [ana])).toMatchObject({ state: 'open', readers: { needed: 2, done: ['ana'] } });
		expect(after(twoReaders, [ana, decides('ana inspector', accept('d2', 'crack'))]).state).toBe('open');
		expect(after(twoReaders, [ana, ben])).toMatchObject({
			state: 'satisfied',
			final: { decisions: [{ by: { personId: 'ana' } }, { by: { personId: 'ben' } }] }
		});
	});

	it('takes "the part is good" and accepting "good" for the same call', () => {
		const events = [decides('ana inspector', partGood('d1')), decides('ben inspector', accept('d2', 'good'))];
		expect(after(twoReaders, events)).toMatchObject({ state: 'satisfied', final: { class: 'good' } });
	});

	it('is disputed when they disagree, and a third person settles it', () => {
		expect(after(twoReaders, [ana, benFray]).state).toBe('disputed');
		expect(after(twoReaders, [ana, benFray, evaFray])).toMatchObject({ state: 'satisfied', final: { class: 'fray' } });
		const engineers = { ...twoReaders, decidedBy: ['quality-engineer' as const] };
		const [eva, max] = [evaFray, decides('max quality-engineer', accept('d4', 'crack'))];
		const [again, uma] = [
			decides('eva quality-engineer', accept('d5', 'fray')),
			decides('uma quality-engineer', accept('d6', 'fray'))
		];
		expect(after(engineers, [eva, max, again])).toMatchObject({ state: 'disputed', barred: ['eva', 'max'] });
		expect(after(engineers, [eva, max, uma]).state).toBe('satisfied');
	});
});

describe('with an approval', () => {
	const signed = approves('sue supervisor', [ana]);

	it('waits for a signature under what was decided', () => {
		expect(after(approved, [ana])).toMatchObject({
			state: 'awaiting-approval',
			waitingFor: ['supervisor'],
			barred: ['ana'],
			final: null
		});
		expect(after(approved, [ana, signed])).toMatchObject({
			state: 'satisfied',
			final: { because: 'approved', class: 'crack', approvalIds: ['approval-sue supervisor'] }
		});
	});

	it('takes none of another role, nor of somebody who decided', () => {
		expect(after(approved, [ana, approves('eva quality-engineer', [ana])]).state).toBe('awaiting-approval');
		const own = [decides('sue supervisor', accept('d1', 'crack'))];
		const bySupervisors = { ...approved, decidedBy: ['supervisor' as const] };
		expect(after(bySupervisors, [...own, approves('sue supervisor', own)]).state).toBe('awaiting-approval');
		expect(after(bySupervisors, [...own, approves('sam supervisor', own)]).state).toBe('satisfied');
	});

	it('is asked again once something else stands', () => {
		const changed = decides('ana inspector', accept('d2', 'fray', 'd1'));
		expect(after(approved, [ana, signed, changed]).state).toBe('awaiting-approval');
		expect(after(approved, [ana, signed], 2, { withdrawn: new Set(['d1']) }).state).toBe('open');
	});

	it('goes to somebody else when it is refused, and is asked again for what they decide', () => {
		const refused = [ana, refuses('sue supervisor', [ana])];
		expect(after(approved, refused)).toMatchObject({
			state: 'disputed',
			waitingFor: ['quality-engineer'],
			barred: ['ana']
		});
		// It holds whoever signs the same.
		expect(after(approved, [...refused, approves('sam supervisor', [ana])]).state).toBe('disputed');
		expect(after(approved, [ana, signed, refuses('sam supervisor', [ana])]).state).toBe('disputed');
		const settled = [...refused, evaFray];
		expect(after(approved, settled).state).toBe('awaiting-approval');
		expect(after(approved, [...settled, approves('sue supervisor', settled)])).toMatchObject({
			state: 'satisfied',
			final: { class: 'fray' }
		});
	});

	it('is not refused by somebody who is not asked, nor for what no longer stands', () => {
		expect(after(approved, [ana, refuses('eva quality-engineer', [ana])]).state).toBe('awaiting-approval');
		expect(after(approved, [ana, refuses('sue supervisor', [])]).state).toBe('awaiting-approval');
	});
});

describe('on the loop', () => {
	it('waits for a veto, then passes with no person', () => {
		expect(after(onTheLoop, [], 59)).toMatchObject({
			state: 'open',
			waitingFor: ['supervisor', 'inspector'],
			vetoUntil: later(60),
			final: null
		});
		expect(after(onTheLoop, [], 60)).toMatchObject({
			state: 'satisfied',
			vetoUntil: null,
			final: { because: 'veto-window-passed', class: 'crack', decisions: [] }
		});
	});

	it('does not begin to run before the server has the suggestion, nor for one that names nothing', () => {
		expect(after(onTheLoop, [], 999, { receivedAt: null })).toMatchObject({ state: 'open', vetoUntil: null });
		expect(after(onTheLoop, [], 999, { suggestedClass: null })).toMatchObject({
			state: 'open',
			waitingFor: ['inspector'],
			vetoUntil: null
		});
	});

	it('is stopped in time by the role that may, and settled by the next in line alone', () => {
		const stopped = [vetoes('sue supervisor', 59)];
		expect(after(onTheLoop, stopped, 99)).toMatchObject({
			state: 'escalated',
			waitingFor: ['quality-engineer'],
			by: 'sue'
		});
		expect(after(onTheLoop, [vetoes('eva quality-engineer', 59)], 99).state).toBe('satisfied');
		expect(after(onTheLoop, [vetoes('sue supervisor', 60)], 99).state).toBe('satisfied');
		for (const events of [
			[ana, ...stopped],
			[...stopped, ana]
		]) {
			expect(after(onTheLoop, events, 99).state).toBe('escalated');
		}
		expect(after(onTheLoop, [...stopped, evaFray], 99)).toMatchObject({
			state: 'satisfied',
			final: { because: 'decided', class: 'fray' }
		});
	});

	it('is in the loop once a person has begun in time', () => {
		expect(after(onTheLoop, [ana], 2)).toMatchObject({ state: 'satisfied', final: { because: 'decided' } });
		const withdrawn = new Set(['d1']);
		expect(after(onTheLoop, [ana], 99, { withdrawn })).toMatchObject({ state: 'open', waitingFor: ['inspector'] });
		expect(after({ ...onTheLoop, readers: 2 }, [ana], 99)).toMatchObject({ state: 'open', vetoUntil: null });
		const signing: Consequence = { ...onTheLoop, approvedBy: 'supervisor' };
		expect(after(signing, [ana], 99).state).toBe('awaiting-approval');
	});

	it('is reopened by whoever decides otherwise afterwards', () => {
		const late = (of: string) => decides('ana inspector', accept('d1', of), 61);
		expect(after(onTheLoop, [late('crack')], 99)).toMatchObject({
			state: 'satisfied',
			final: { because: 'veto-window-passed', class: 'crack' }
		});
		expect(after(onTheLoop, [late('fray')], 99)).toMatchObject({
			state: 'satisfied',
			final: { because: 'decided', class: 'fray' }
		});
		expect(after(onTheLoop, [decides('ana inspector', escalate('d1'), 61)], 99).state).toBe('escalated');
	});
});

describe('autonomous', () => {
	it('passes at once, with no person and no server', () => {
		expect(after(autonomous, [], 0, { receivedAt: null })).toMatchObject({
			state: 'satisfied',
			final: { because: 'autonomous', class: 'crack' }
		});
	});

	it('gives way to what a person decides', () => {
		expect(after(autonomous, [ana]).final).toMatchObject({ because: 'autonomous', decisions: [{}] });
		expect(after(autonomous, [benFray]).final).toMatchObject({ because: 'decided', class: 'fray' });
		expect(after(autonomous, [ana, benFray]).state).toBe('disputed');
	});

	it('is looked at afterwards in the share that the policy names, and held up by that in none', () => {
		const always = { ...autonomous, sample: 1 };
		expect(after(always, [])).toMatchObject({
			state: 'open',
			waitingFor: ['inspector'],
			final: { because: 'autonomous' }
		});
		expect(after(always, [ana])).toMatchObject({ state: 'satisfied', final: { because: 'autonomous' } });
		expect(after(always, [benFray])).toMatchObject({ state: 'satisfied', final: { because: 'decided' } });
		const share = { ...autonomous, sample: 0.2 };
		const drawn = Array.from({ length: 2_000 }, (_, index) => after(share, [], 2, { suggestionId: `s-${index}` }));
		const asked = drawn.filter(({ state }) => state === 'open').length;
		expect(asked).toBeGreaterThan(340);
		expect(asked).toBeLessThan(460);
	});
});

describe('with a time limit', () => {
	const limited: Consequence = { ...oneReader, timeLimitS: 30 };

	it('says until when somebody should answer, and asks the next in line too when nobody did', () => {
		expect(after(limited, [])).toMatchObject({ dueAt: later(30), overdue: false });
		const late = [nobodyAnswered('quality-engineer', 30)];
		expect(after(limited, late, 31)).toMatchObject({
			state: 'open',
			waitingFor: ['inspector', 'quality-engineer'],
			overdue: true
		});
		for (const decision of [ana, evaFray]) expect(after(limited, [...late, decision], 31).state).toBe('satisfied');
		expect(after(limited, [evaFray], 31).state).toBe('open');
	});

	it('sets none for what is final', () => {
		expect(after(limited, [ana]).dueAt).toBeNull();
		expect(after({ ...autonomous, timeLimitS: 30, sample: 1 }, []).dueAt).toBeNull();
	});
});
