import { latestAnswers } from '$lib/domain/audit/answers';
import type { AuditAnswer, Finding, SignedAudit, StartedAudit } from '$lib/domain/audit/audit';
import { hashOfAudit } from '$lib/domain/audit/hash';
import { finding, item, section, template, verdict } from '$lib/domain/audit/testing/audit';
import type { Role } from '$lib/domain/site';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDocument, readDocuments, rebuildProjections } from '../projections';
import { pullDocuments } from '../sync';
import { by, person, TestSite, type Tablet } from '../test-site';

const FIRE = template([section('s', [item('a'), item('b', { when: { op: 'failed', item: 'a' } })])]);
const STARTED: StartedAudit = {
	id: 'audit-1',
	templateId: FIRE.id,
	templateVersion: 1,
	title: 'Hall 2',
	areaId: null,
	place: null
};
const AS = (role: Role) => ({ actor: by(role) });

let site: TestSite;
let tablet: Tablet;

beforeEach(async () => {
	site = await TestSite.open();
	await site.state(
		...(['auditor', 'technician', 'supervisor'] as const).map((role) => ({
			type: 'person.defined' as const,
			body: person(role)
		})),
		{ type: 'audit-template.published', body: FIRE }
	);
	tablet = await site.enrol('Tablet 1');
});
afterEach(() => site.close());

async function send(from: Tablet, type: string, body: object, role: Role = 'auditor') {
	const { receipts } = await site.push(from, [from.write(type, body, AS(role))]);
	return receipts[0]?.reason ?? receipts[0]?.result;
}

const signature = (answers: AuditAnswer[], findings: Finding[] = []): SignedAudit => ({
	auditId: STARTED.id,
	signed: hashOfAudit(STARTED, latestAnswers(answers), findings),
	meaning: 'responsible-for',
	printedName: 'The auditor',
	signedAt: '2026-11-22T08:00:00.000Z',
	summary: 'All but one seal',
	score: null,
	role: 'auditor'
});

const audit = () => readDocument(site.server.db, site.id, 'audit', STARTED.id);

describe('an audit on the server', () => {
	it('is told to every tablet with each answer, until it is signed as it stands', async () => {
		const answers = [verdict('a', 'pass'), verdict('a', 'fail'), verdict('b', 'pass')];
		expect(await send(tablet, 'audit.started', STARTED)).toBe('stored');
		for (const each of answers) expect(await send(tablet, 'audit.answered', each)).toBe('stored');
		expect(await audit()).toMatchObject({
			state: 'open',
			people: ['auditor'],
			progress: { asked: 2, answered: 2, failed: 1, lacking: 0 },
			score: { got: 1, possible: 2 }
		});
		const pulled = await pullDocuments(site.server, site.id, { after: 0, limit: 1000 });
		const told = pulled.documents.flatMap((each) => (each.kind === 'audit-answer' ? [each.value.answer] : []));
		expect(told.map(({ itemId, value }) => [itemId, value])).toEqual([
			['a', { kind: 'pass-fail', value: 'fail' }],
			['b', { kind: 'pass-fail', value: 'pass' }]
		]);

		expect(await send(tablet, 'audit.signed', signature(answers))).toBe('stored');
		expect(await audit()).toMatchObject({ state: 'signed', signed: { by: 'auditor' } });
		expect(await readDocuments(site.server.db, site.id, 'audit-answer')).toEqual([]);

		const before = await audit();
		await rebuildProjections(site.server, site.id);
		expect(await audit()).toEqual(before);
		expect(await readDocuments(site.server.db, site.id, 'audit-answer')).toEqual([]);
	});

	it('keeps apart a signature under something else, by a role the template does not ask, and what comes after it', async () => {
		const other = await site.enrol('Tablet 2');
		await send(tablet, 'audit.started', STARTED);
		await send(tablet, 'audit.answered', verdict('a', 'pass'));
		await send(other, 'audit.answered', verdict('a', 'fail'), 'quality-engineer');
		expect(await send(tablet, 'audit.signed', signature([verdict('a', 'pass')]))).toBe('signed-something-else');
		const whole = signature([verdict('a', 'fail')]);
		expect(await send(tablet, 'audit.signed', whole, 'supervisor')).toBe('not-asked');
		expect(await send(tablet, 'audit.signed', { ...whole, role: 'supervisor' }, 'supervisor')).toBe('not-asked');
		expect(await send(tablet, 'audit.signed', whole)).toBe('stored');
		expect(await send(other, 'audit.answered', verdict('a', 'pass'))).toBe('audit-ended');
		expect(await send(other, 'audit.abandoned', { auditId: STARTED.id, reason: 'Wrong hall' })).toBe('audit-ended');
	});

	it('begins once, with a template that is on record, in whatever version', async () => {
		await site.state({ type: 'audit-template.published', body: { ...FIRE, version: 2 } });
		expect(await send(tablet, 'audit.started', STARTED)).toBe('stored');
		expect(await send(tablet, 'audit.started', STARTED)).toBe('id-taken');
		expect(await send(tablet, 'audit.started', { ...STARTED, id: 'audit-2', templateVersion: 3 })).toBe(
			'unknown-template'
		);
		expect(await send(tablet, 'audit.answered', { ...verdict('a', 'pass'), auditId: 'audit-9' })).toBe('unknown-audit');
	});

	it('is signed with its findings, which go on after it with four eyes', async () => {
		const found = finding({ ownerId: 'technician', dueOn: '2026-11-30' });
		await send(tablet, 'audit.started', STARTED);
		await send(tablet, 'audit.answered', verdict('a', 'fail'));
		expect(await send(tablet, 'finding.stated', found)).toBe('stored');
		expect(await send(tablet, 'audit.signed', signature([verdict('a', 'fail')]))).toBe('signed-something-else');
		expect(await send(tablet, 'audit.signed', signature([verdict('a', 'fail')], [found]))).toBe('stored');

		const done: Finding = { ...found, state: 'done', correctiveAction: 'New seal' };
		expect(await send(tablet, 'finding.stated', { ...found, dueOn: '2027-01-01' }, 'technician')).toBe(
			'role-forbidden'
		);
		expect(await send(tablet, 'finding.stated', { ...found, state: 'verified' })).toBe('finding-out-of-order');
		expect(await send(tablet, 'finding.stated', done, 'supervisor')).toBe('stored');
		expect(await send(tablet, 'finding.stated', { ...done, state: 'verified' }, 'supervisor')).toBe('own-decision');
		expect(await send(tablet, 'finding.stated', { ...done, state: 'verified' }, 'technician')).toBe('role-forbidden');
		expect(await send(tablet, 'finding.stated', { ...done, state: 'verified' })).toBe('stored');
		expect(await readDocument(site.server.db, site.id, 'finding', found.id)).toMatchObject({
			auditTitle: 'Hall 2',
			afterSignature: false,
			doneBy: 'supervisor',
			states: [
				{ state: 'open', by: 'auditor' },
				{ state: 'done', by: 'supervisor' },
				{ state: 'verified', by: 'auditor' }
			]
		});
		// One that another tablet found before it heard of the signature is not lost.
		expect(await send(tablet, 'finding.stated', finding({ id: 'late' }))).toBe('stored');
		expect(await readDocument(site.server.db, site.id, 'finding', 'late')).toMatchObject({ afterSignature: true });
	});
});
