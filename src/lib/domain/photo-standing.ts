/** Where the photo of a decision stands: a decision is shown with or without it, and says in words which. */

export type PhotoStanding =
	| { state: 'arrived' }
	/** Its tablet may still send it. */
	| { state: 'on-its-way' }
	/** Nobody expects it any more; it counts as arrived all the same when it does come. `since`: ISO 8601. */
	| { state: 'missing'; since: string };

/** A tablet that has sent a record is in reach of the network; whatever photo it has follows within days. */
export const PHOTO_PATIENCE_MS = 3 * 24 * 60 * 60 * 1000;

export interface PhotoFacts {
	arrived: boolean;
	/** When the server heard of it, or where that is unknown when it was taken, ISO 8601: a tablet may be away for weeks first. */
	heardAt: string;
	/** Its tablet was locked out or replaced, or no longer has it. */
	tabletGone: boolean;
}

export function photoStanding({ arrived, heardAt, tabletGone }: PhotoFacts, nowMs: number): PhotoStanding {
	if (arrived) return { state: 'arrived' };
	const isLate = nowMs - Date.parse(heardAt) > PHOTO_PATIENCE_MS;
	return isLate || tabletGone ? { state: 'missing', since: heardAt } : { state: 'on-its-way' };
}
