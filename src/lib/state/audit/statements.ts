/** What an audit in hand puts on record, put together from what the person did. */
import { newId } from '$lib/device';
import type { Meaning } from '$lib/domain/approval';
import { answerKey } from '$lib/domain/audit/answers';
import type { AuditAnswer, Finding } from '$lib/domain/audit/audit';
import { hashOfAudit } from '$lib/domain/audit/hash';
import type { Asked } from '$lib/domain/audit/reading';
import type { Score } from '$lib/domain/audit/result';
import type { AuditSection } from '$lib/domain/audit/template';
import type { Person } from '$lib/domain/site';
import type { Statement } from '../recorder';
import type { KnownAudit } from './merge';

/** What of an answer a person changes; the rest stays as it was. */
export type Change = Partial<Pick<AuditAnswer, 'value' | 'note' | 'photos'>>;

type Place = Pick<AuditAnswer, 'auditId' | 'itemId' | 'round'>;

function answered(place: Place, before: AuditAnswer | null, change: Change): Statement {
	const { value = null, note = '', photos = [] } = before ?? {};
	return { type: 'audit.answered', body: { id: newId(), ...place, value, note, photos, ...change } };
}

export function answerTo(
	auditId: string,
	{ item, round }: Asked,
	before: AuditAnswer | null,
	change: Change
): Statement {
	return answered({ auditId, itemId: item.id, round }, before, change);
}

/** Each with the reason. */
export function skipped(auditId: string, all: readonly Asked[], reason: string): Statement[] {
	return all.map((asked) => answerTo(auditId, asked, null, { value: { kind: 'skipped', reason } }));
}

/** Every answer of one time round. */
export function takenBack({ started, answers }: KnownAudit, { items }: AuditSection, round: number): Statement[] {
	return items.flatMap(({ id: itemId }) => {
		const before = answers.get(answerKey(itemId, round));
		if (!before || before.value === null) return [];
		return [answered({ auditId: started.id, itemId, round }, null, {})];
	});
}

/** Bound to exactly what stands there now. */
export function signatureUnder(
	{ started, answers }: KnownAudit,
	findings: readonly Finding[],
	{ name, role }: Person,
	said: { meaning: Meaning; summary: string; score: Score | null }
): Statement {
	const signed = hashOfAudit(started, answers, findings);
	const signedAt = new Date().toISOString();
	return { type: 'audit.signed', body: { auditId: started.id, signed, printedName: name, signedAt, role, ...said } };
}
