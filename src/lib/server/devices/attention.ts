/** What waits for an admin: records that are missing, records put aside, tablets nobody hears of. */
import type { Core } from '../core';
import { countOpen } from '../ledger';
import { listTablets, type DeviceStatus } from './list';

/** A tablet in use calls several times a minute; over a weekend and a public holiday it may lie in a drawer. */
export const SILENT_DAYS = 5;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface Attention {
	/** Tablets with missing records. */
	gaps: number;
	/** Records in quarantine that nobody has settled. */
	quarantined: number;
	/** Tablets not heard of for over `SILENT_DAYS`, unless they were locked out. */
	silent: number;
	/** Tablets whose place another one claims, without proof. */
	claims: number;
}

/** `tablets`: as `listTablets` gives them, where they are at hand. */
export async function readAttention(
	core: Core,
	site: string,
	tablets?: readonly DeviceStatus[]
): Promise<Attention & { total: number }> {
	const all = tablets ?? (await listTablets(core, site));
	const now = core.now().getTime();
	const attention: Attention = {
		gaps: all.filter(({ gaps }) => gaps.length > 0).length,
		quarantined: await countOpen(core, site),
		silent: all.filter((tablet) => isSilent(tablet, now)).length,
		claims: all.filter(({ claim }) => claim !== null).length
	};
	return { ...attention, total: Object.values(attention).reduce((sum, count) => sum + count, 0) };
}

function isSilent({ lastSeenAt, lockedOut }: DeviceStatus, nowMs: number): boolean {
	return lockedOut === null && lastSeenAt !== null && nowMs - Date.parse(lastSeenAt) > SILENT_DAYS * DAY_MS;
}
