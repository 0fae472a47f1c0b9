/** Which audits and findings are asked for, out of an address: what it does not understand filters nothing. */
import { AUDIT_STATES } from '$lib/domain/audit/documents';
import { SEVERITIES } from '$lib/domain/site';
import { FINDING_STANDINGS, type AuditFilter, type FindingFilter } from './read';

export function auditFilterFrom(query: URLSearchParams): AuditFilter {
	return { state: oneOf(AUDIT_STATES, query.get('state')) };
}

export function findingFilterFrom(query: URLSearchParams): FindingFilter {
	return {
		standing: oneOf(FINDING_STANDINGS, query.get('standing')),
		severity: oneOf(SEVERITIES, query.get('severity')),
		owner: query.get('owner') || undefined
	};
}

function oneOf<T extends string>(all: readonly T[], text: string | null): T | undefined {
	return all.find((each) => each === text);
}
