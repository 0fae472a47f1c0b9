/** One case as its document stands, while a screen shows it: the register does not hold the site's cases. */
import type { CaseSummary } from '$lib/domain/case';
import { liveQuery, readCases, type LocalDatabase } from '$lib/local-db';

/** Tells at once and after every change; null while the server has not told of it. Returns how to stop. */
export function followCase(
	database: LocalDatabase,
	suggestionId: string,
	tell: (item: CaseSummary | null) => void
): () => void {
	const subscription = liveQuery(() => readCases(database, [suggestionId])).subscribe({
		next: ([item]) => tell(item ?? null),
		// Where it cannot be read, what the policy says is shown without it.
		error: () => tell(null)
	});
	return () => subscription.unsubscribe();
}
