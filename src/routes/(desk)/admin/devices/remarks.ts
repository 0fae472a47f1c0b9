/** What is to be said of a tablet in the list, in a few words each. */
import { waitInWords } from '$lib/components/measures';
import type { Gap } from '$lib/domain/ledger';
import { m } from '$lib/messages';

/** A clock this far off makes times on records misleading. */
export const CLOCK_OFF_MS = 60_000;

export interface Remark {
	/** `note` is worth knowing, `problem` needs an admin. */
	kind: 'note' | 'problem';
	words: string;
}

interface Tablet {
	lockedOut: object | null;
	gaps: readonly Pick<Gap, 'from' | 'to'>[];
	notYetSent: number;
	quarantined: number;
	skewMs: number;
	replacedBy: { deviceId: string } | null;
	claim: { deviceId: string } | null;
	lastSeenAt: string | null;
}

export function remarksOn(
	tablet: Tablet,
	names: ReadonlyMap<string, string>,
	silent: { days: number; nowMs: number }
): Remark[] {
	const found: Remark[] = [];
	const problem = (words: string) => found.push({ kind: 'problem', words });
	const note = (words: string) => found.push({ kind: 'note', words });
	const named = (id: string) => ({ name: names.get(id) ?? id });
	if (tablet.gaps.length > 0) problem(m.devices_missing({ count: missingCount(tablet.gaps) }));
	if (tablet.quarantined > 0) problem(m.devices_put_aside({ count: tablet.quarantined }));
	if (tablet.claim) problem(m.devices_claimed(named(tablet.claim.deviceId)));
	if (tablet.replacedBy) note(m.devices_replaced(named(tablet.replacedBy.deviceId)));
	else if (tablet.lockedOut) note(m.enrol_devices_revoked());
	if (tablet.notYetSent > 0) note(m.devices_not_yet_sent({ count: tablet.notYetSent }));
	if (tablet.lockedOut) return found;
	if (Math.abs(tablet.skewMs) >= CLOCK_OFF_MS) {
		problem(m.enrol_devices_clock({ difference: waitInWords(Math.abs(tablet.skewMs)) }));
	}
	const silentMs = tablet.lastSeenAt === null ? 0 : silent.nowMs - Date.parse(tablet.lastSeenAt);
	if (silentMs > silent.days * 24 * 60 * 60 * 1000) problem(m.devices_silent({ days: silent.days }));
	return found;
}

export function missingCount(gaps: readonly Pick<Gap, 'from' | 'to'>[]): number {
	return gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}
