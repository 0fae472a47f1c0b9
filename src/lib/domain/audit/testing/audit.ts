/** For tests: templates and answers with what matters to them, the rest as plain as it can be. */
import type { AnswerValue, AuditAnswer, Finding } from '../audit';
import type { AuditItem, AuditSection, AuditTemplate, ItemKind } from '../template';

export const PASS_FAIL: ItemKind = { kind: 'pass-fail', allowNotApplicable: true };

export function item(id: string, changes: Partial<AuditItem> = {}): AuditItem {
	return {
		id,
		text: `Is ${id} in order?`,
		help: '',
		type: PASS_FAIL,
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

export function section(id: string, items: AuditItem[], changes: Partial<AuditSection> = {}): AuditSection {
	return { id, name: `Section ${id}`, when: null, repeat: null, items, ...changes };
}

export function template(sections: AuditSection[], changes: Partial<AuditTemplate> = {}): AuditTemplate {
	return {
		id: 'template-walk',
		version: 1,
		name: 'Fire safety',
		kind: 'audit',
		sections,
		passAt: 0.8,
		askPlace: false,
		signedBy: ['auditor'],
		retired: false,
		sample: true,
		...changes
	};
}

export function answer(itemId: string, value: AnswerValue, changes: Partial<AuditAnswer> = {}): AuditAnswer {
	return { id: `answer-${itemId}`, auditId: 'audit-1', itemId, round: 0, value, note: '', photos: [], ...changes };
}

export function verdict(itemId: string, value: 'pass' | 'fail' | 'not-applicable', round = 0): AuditAnswer {
	return answer(itemId, { kind: 'pass-fail', value }, { round });
}

export function finding(changes: Partial<Finding> = {}): Finding {
	return {
		id: 'finding-1',
		auditId: 'audit-1',
		itemId: 'a',
		round: 0,
		text: 'The seal is broken',
		severity: 'major',
		ownerId: null,
		dueOn: null,
		correctiveAction: '',
		state: 'open',
		verification: '',
		photos: [],
		repeats: null,
		...changes
	};
}
