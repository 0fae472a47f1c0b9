/** Why a tablet could not be registered, and what to do about it. */
import { DomainError } from '$lib/domain/errors';
import { m } from '$lib/messages';
import { failureText } from '$lib/messages/problem-text';

export interface EnrolProblem {
	/** The field it belongs to; null when it is none's fault. */
	field: 'code' | 'name' | null;
	text: string;
	/** Records of this tablet wait: they must be sent first. */
	unsent: boolean;
}

export function enrolProblem(error: unknown): EnrolProblem {
	const code = error instanceof DomainError ? error.code : null;
	if (error instanceof DomainError && code === 'enrolment-form-wrong') {
		return error.facts.field === 'name'
			? { field: 'name', text: m.enrol_name_wrong(), unsent: false }
			: { field: 'code', text: m.enrol_code_wrong(), unsent: false };
	}
	if (code === 'code-used') return { field: 'code', text: m.enrol_code_used(), unsent: false };
	if (code === 'network-failed' || code === 'answer-too-late') {
		return { field: null, text: m.enrol_no_network(), unsent: false };
	}
	return { field: null, text: failureText(error), unsent: code === 'unsent-work' };
}
