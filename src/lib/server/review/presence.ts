/** Who is looking at which case: said again every few seconds, forgotten when it is not. No record of anything. */
import type { Core } from '../core';

/** A tablet says it every 10 s; two in a row may be lost. */
export const PRESENT_FOR_MS = 25_000;

export interface Present {
	deviceId: string;
	suggestionId: string;
	personId: string;
}

/** Notes what this tablet has on its screen now; `null` when it is none. */
export async function notePresence(
	{ db, now }: Core,
	site: string,
	device: string,
	seen: Omit<Present, 'deviceId'> | null
): Promise<void> {
	if (!seen) {
		await db.deleteFrom('presence').where('site', '=', site).where('device', '=', device).execute();
		return;
	}
	const row = { suggestion: seen.suggestionId, person: seen.personId, until: now().getTime() + PRESENT_FOR_MS };
	await db
		.insertInto('presence')
		.values({ site, device, ...row })
		.onConflict((conflict) => conflict.columns(['site', 'device']).doUpdateSet(row))
		.execute();
}

/** Everybody who is looking at a case, in an order that stays the same. */
export async function readPresence({ db, now }: Core, site: string): Promise<Present[]> {
	const rows = await db
		.selectFrom('presence')
		.select(['device', 'suggestion', 'person'])
		.where('site', '=', site)
		.where('until', '>', now().getTime())
		.orderBy('device')
		.execute();
	return rows.map(({ device, suggestion, person }) => ({
		deviceId: device,
		suggestionId: suggestion,
		personId: person
	}));
}
