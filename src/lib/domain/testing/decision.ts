/** What every decision has, made commit-first; the verdict is still to be added. For tests only. */
export const COMMIT_FIRST = {
	id: 'd',
	captureId: 'c',
	suggestionId: 's',
	supersedes: null,
	note: '',
	reveal: 'commit-first' as const,
	shownAt: '2026-11-22T10:00:00.000Z',
	policyVersion: 2,
	ruleId: 'critical'
};
