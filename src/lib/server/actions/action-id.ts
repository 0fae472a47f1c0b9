/** The id of an action follows from what it rests on: whoever works it out again, after a crash or beside another server, gets the same one. */
import type { Settlement } from '$lib/domain/settlement';
import { derivedId } from '../derived-id';

/** `after` is the action before it on the same suggestion, null for the first. */
export function actionIdOf(
	suggestionId: string,
	{ decisionIds, approvalIds }: Settlement,
	after: string | null
): string {
	return derivedId({ suggestionId, decisionIds, approvalIds, after });
}
