/** Templates and answers for tests. */
import type { AnswerValue, AuditAnswer } from '../audit';
import type { AuditItem, AuditSection, AuditTemplate } from '../template';

export function anItem(id: string, changes: Partial<AuditItem> = {}): AuditItem {
	return {
		id,
		text: `Is ${id} in order?`,
		help: '',
		type: { kind: 'pass-fail', allowNotApplicable: true },
		required: true,
		evidence: [],
		weight: 1,
		critical: false,
		when: null,
		constraint: null,
		assetId: null,
		...changes
	};
}

export function aSection(id: string, items: AuditItem[], changes: Partial<AuditSection> = {}): AuditSection {
	return { id, name: id, when: null, repeat: null, items, ...changes };
}

export function aTemplate(sections: AuditSection[], changes: Partial<AuditTemplate> = {}): AuditTemplate {
	return {
		id: 'template-1',
		version: 1,
		name: 'Fire safety',
		kind: 'audit',
		sections,
		passAt: 0.8,
		askPlace: false,
		signedBy: ['auditor'],
		retired: false,
		sample: false,
		...changes
	};
}

export function anAnswer(itemId: string, value: AnswerValue, changes: Partial<AuditAnswer> = {}): AuditAnswer {
	return { id: `answer-${itemId}`, auditId: 'audit-1', itemId, round: 0, value, note: '', photos: [], ...changes };
}

export const passFail = (value: 'pass' | 'fail' | 'not-applicable') => ({ kind: 'pass-fail' as const, value });
