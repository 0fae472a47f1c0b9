/** Settles alike records alike: those of one device that one rule refused, such as everything a locked-out tablet still sent. */
import type { QuarantineReason } from '$lib/domain/ledger';
import type { Account } from '../auth';
import type { Core } from '../core';
import { AlreadySettled, dismissRecord, NotTaken, releaseRecord } from './quarantine';
import { listQuarantine } from './quarantine-list';

export interface AlikeRecords {
	device: string;
	reason: QuarantineReason;
}

const PAGE = 100;

/**
 * Releases or dismisses each of them, in the order they came in, each for itself: one that cannot be released does not keep the
 * others. Throws `forbidden` or `invalid-request`.
 */
export async function settleAlike(
	core: Core,
	site: string,
	by: Account,
	alike: AlikeRecords,
	resolution: 'released' | 'dismissed',
	reason: string
): Promise<{ settled: number; left: number }> {
	const settle = resolution === 'released' ? releaseRecord : dismissRecord;
	let settled = 0;
	let left = 0;
	for (;;) {
		// Settled ones leave the list; those that stay are passed over.
		const { records } = await listQuarantine(core, site, { state: 'open', ...alike }, left, PAGE);
		for (const record of records) {
			try {
				await settle(core, site, by, record, reason);
				settled++;
			} catch (error) {
				if (error instanceof NotTaken) left++;
				else if (!(error instanceof AlreadySettled)) throw error;
			}
		}
		if (records.length < PAGE) return { settled, left };
	}
}
