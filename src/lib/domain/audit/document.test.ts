import { describe, expect, it } from 'vitest';
import type { AuditDocument } from './document';
import { withAuditWord, withFindingWord, type AuditWord } from './document';
import { hashOfAudit } from './signed-matter';
import { anAnswer, passFail } from './testing/template';
import type { Finding, StartedAudit } from './audit';

const audit: StartedAudit = {
	id: 'audit-1',
	templateId: 'template-1',
	templateVersion: 1,
	title: 'Hall 3',
	areaId: null,
	place: null
};
const finding: Finding = {
	id: 'finding-1',
	auditId: 'audit-1',
	itemId: null,
	round: 0,
	text: 'Door blocked',
	severity: 'major',
	ownerId: null,
	dueOn: null,
	correctiveAction: '',
	state: 'open',
	verification: '',
	photos: [],
	repeats: null
};
const at = (minute: number) => `2026-11-25T10:0${minute}:00.000Z`;
const fold = (words: AuditWord[]) => words.reduce<AuditDocument | null>(withAuditWord, null);
const started: AuditWord = { type: 'audit.started', body: audit, by: 'ada', at: at(0) };
const answered = (value: 'pass' | 'fail', minute: number, by = 'ada'): AuditWord => ({
	type: 'audit.answered',
	body: anAnswer('x', passFail(value), { id: `answer-${minute}` }),
	by,
	at: at(minute)
});

describe('where an audit stands', () => {
	it('has the latest answer to an item, whoever gave it', () => {
		const document = fold([started, answered('fail', 1), answered('pass', 2, 'ben')]);
		expect(document?.answers).toMatchObject([{ id: 'answer-2', by: 'ben', value: { value: 'pass' } }]);
		expect(document).toMatchObject({ state: 'open', startedBy: 'ada', at: at(2) });
	});

	it('takes no answer after its end', () => {
		const abandoned: AuditWord = {
			type: 'audit.abandoned',
			body: { auditId: 'audit-1', reason: 'rain' },
			by: 'ada',
			at: at(2)
		};
		const document = fold([started, answered('fail', 1), abandoned, answered('pass', 3)]);
		expect(document).toMatchObject({ state: 'abandoned', answers: [{ id: 'answer-1' }] });
	});

	it('knows nothing of an audit that was never started', () => {
		expect(fold([answered('pass', 1)])).toBeNull();
	});
});

describe('where a finding stands', () => {
	it('keeps who brought it there', () => {
		let document = withFindingWord(null, finding, 'ada', at(0));
		document = withFindingWord(document, { ...finding, text: 'Door blocked by pallets' }, 'ada', at(1));
		document = withFindingWord(document, { ...finding, state: 'done' }, 'ben', at(2));
		expect(document.history.map(({ state, by }) => `${state} ${by}`)).toEqual(['open ada', 'done ben']);
	});
});

describe('what is signed', () => {
	const answers = [anAnswer('x', passFail('pass')), anAnswer('y', passFail('fail'))];

	it('is the same in whatever order it arrived, and without what was taken back', () => {
		const gone = anAnswer('z', null);
		expect(hashOfAudit(audit, [...answers].reverse().concat(gone), [finding])).toBe(
			hashOfAudit(audit, answers, [finding])
		);
	});

	it('is another with any other word', () => {
		const hash = hashOfAudit(audit, answers, [finding]);
		expect(hashOfAudit(audit, answers, [{ ...finding, text: 'Door locked' }])).not.toBe(hash);
		expect(hashOfAudit(audit, answers, [])).not.toBe(hash);
	});
});
