/** What a signature is put under: found in what is on record about a case. */
import type { SignedMatter } from '../approval';
import type { MadeDecision } from '../checkpoint';
import type { CaseRecord } from './case-detail';

export function matterOf({ capture, suggestion, entries }: CaseRecord): SignedMatter {
	const gone = new Set<string | null>();
	for (const { entry } of entries) if (entry.type === 'decision.withdrawn') gone.add(entry.body.decisionId);
	const kept = entries.flatMap(({ entry }): MadeDecision[] => {
		if (entry.type !== 'decision.made' || entry.body.suggestionId !== suggestion.id || gone.has(entry.body.id))
			return [];
		const { personId, role } = entry.actor;
		return personId === null || role === null ? [] : [{ decision: entry.body, by: { personId, role } }];
	});
	const replaced = new Set(kept.map(({ decision }) => decision.supersedes));
	return {
		suggestionId: suggestion.id,
		photo: capture.photo.sha256,
		decisions: kept.filter(({ decision }) => !replaced.has(decision.id))
	};
}
