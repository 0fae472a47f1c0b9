import { describe, expect, it } from 'vitest';
import type { AuditAnswer, StartedAudit } from '$lib/domain/audit/audit';
import type { AuditDocument } from '$lib/domain/audit/documents';
import { finding } from '$lib/domain/audit/testing/audit';
import type { Entry } from '$lib/domain/ledger';
import type { OwnEntry } from '$lib/local-db';
import { knownAudits, knownFindings } from './merge';

const at = (minute: number) => `2026-11-25T10:${String(minute).padStart(2, '0')}:00.000Z`;
const started: StartedAudit = {
	...{ id: 'audit-1', templateId: 'template-1', templateVersion: 1, title: 'Hall 3', areaId: null, place: null }
};
const answer = (value: 'pass' | 'fail', id: string): AuditAnswer => ({
	...{ id, auditId: 'audit-1', itemId: 'door', round: 0, value: { kind: 'pass-fail', value }, note: '', photos: [] }
});
const pulled: AuditDocument = {
	...{
		started,
		by: 'ada',
		at: at(0),
		deviceId: 'tablet-2',
		templateName: 'Fire safety',
		state: 'open',
		people: ['ada']
	},
	...{ lastAt: at(5), progress: { asked: 1, answered: 1, skipped: 0, failed: 0, lacking: 0 }, score: null },
	...{ findingIds: [], signed: null, abandoned: null, sample: false }
};
const blocked = finding({ text: 'Blocked', ownerId: 'ben' });

let seq = 0;
function own(type: string, body: object, minute: number, personId: string, unsent = true): OwnEntry {
	const actor = { personId, role: 'auditor', proof: 'pin-offline' };
	return { entry: { seq: ++seq, type, body, actor, at: at(minute) } as unknown as Entry, unsent };
}

describe('an audit that several people do', () => {
	const others = [{ answer: answer('fail', 'theirs'), by: 'eve', at: at(5) }];

	it('has what was said here over what was pulled, until that is newer', () => {
		const mine = (unsent: boolean, minute: number) =>
			knownAudits(
				[{ document: pulled, answers: others }],
				[own('audit.answered', answer('pass', 'mine'), minute, 'ada', unsent)]
			).get('audit-1');
		expect(mine(true, 3)).toMatchObject({ unsent: true });
		expect(mine(true, 3)?.answers.get('door 0')).toMatchObject({ id: 'mine', by: 'ada' });
		// Sent, and somebody has answered since.
		expect(mine(false, 3)?.answers.get('door 0')).toMatchObject({ id: 'theirs', by: 'eve' });
		expect(mine(false, 6)?.answers.get('door 0')).toMatchObject({ id: 'mine' });
	});

	it('is known before any server has heard of it, and ends with its signature', () => {
		const audits = knownAudits(
			[],
			[
				own('audit.started', started, 1, 'ada'),
				own('audit.answered', answer('fail', 'mine'), 2, 'ada'),
				own('audit.abandoned', { auditId: 'audit-1', reason: 'rain' }, 3, 'ada'),
				own('audit.answered', answer('pass', 'late'), 4, 'ada')
			]
		);
		expect(audits.get('audit-1')).toMatchObject({ state: 'abandoned', abandoned: { reason: 'rain' }, lastAt: at(3) });
		expect(audits.get('audit-1')?.answers.get('door 0')).toMatchObject({ id: 'mine' });
	});
});

describe('a finding', () => {
	it('says who mended it, so that somebody else verifies it', () => {
		const findings = knownFindings(
			[],
			[
				own('finding.stated', blocked, 1, 'ada'),
				own('finding.stated', { ...blocked, correctiveAction: 'Move them' }, 2, 'ada'),
				own('finding.stated', { ...blocked, state: 'done' }, 3, 'ben')
			],
			() => 'Hall 3'
		);
		const known = findings.get('finding-1');
		expect(known).toMatchObject({ by: 'ada', doneBy: 'ben', auditTitle: 'Hall 3', finding: { state: 'done' } });
		expect(known?.states.map(({ state, by }) => `${state} ${by}`)).toEqual(['open ada', 'done ben']);
	});
});
