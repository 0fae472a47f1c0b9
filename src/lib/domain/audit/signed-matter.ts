/** What an audit's signature is put under: exactly the answers and findings that count. */
import { canonicalBytes, hashCanonical } from '../ledger/entry';
import type { AuditAnswer, Finding, StartedAudit } from './audit';

/** SHA-256 over the RFC 8785 form, base64url: the same on the tablet and on the server, in whatever order things arrived. */
export function hashOfAudit(
	audit: StartedAudit,
	answers: readonly AuditAnswer[],
	findings: readonly Finding[]
): string {
	const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
	const matter = {
		audit: { ...audit },
		answers: answers
			.filter(({ value }) => value !== null)
			.map(({ id, itemId, round, value, note, photos }) => ({ id, itemId, round, value, note, photos }))
			.sort(byId),
		findings: [...findings].sort(byId)
	};
	return hashCanonical(canonicalBytes(matter));
}
