/** A tablet that lost its storage goes on under a new identity: what only the old one held is named, and the old one is locked out. */
import { fromBase64Url, runsBeyond, witnessBytes, type Witness } from '$lib/domain/ledger';
import type { Device } from '$lib/domain/site';
import type { EnrolRequest } from '$lib/wire';
import type { Core } from '../core';
import type { Tx } from '../db';
import { isSignedBy, type ServiceStatement } from '../ledger';
import { readChain } from '../ledger/records';
import { readDocument } from '../projections';

export interface Replacement {
	newId: string;
	/** The device that the admin made the code for; null for a code that anybody may use. */
	meant: string | null;
	claimed: EnrolRequest['replaces'];
}

/**
 * What the ledger has to say of a replacement. The old device is locked out when the admin's code was made for it, or when its own
 * witness is genuine and as new as what the server knows; any other claim is only recorded (decision 6).
 */
export async function statementsOf(
	core: Core,
	tx: Tx,
	site: string,
	{ newId, meant, claimed }: Replacement
): Promise<ServiceStatement[]> {
	const { service_device: own } = await tx
		.selectFrom('sites')
		.select('service_device')
		.where('id', '=', site)
		.executeTakeFirstOrThrow();
	const statements: ServiceStatement[] = [];
	for (const replaces of new Set([meant, claimed?.deviceId])) {
		const old = replaces && replaces !== own ? await readDocument(tx, site, 'device', replaces) : null;
		if (!old) continue;
		const witness = claimed?.deviceId === old.id ? genuine(old, claimed.witness) : null;
		const chain = await readChain(tx, site, old.id);
		const heldTo = chain?.seq ?? 0;
		const knownTo = Math.max(heldTo, chain?.offered_seq ?? 0);
		const lastSeq = Math.max(knownTo, witness?.lastSeq ?? 0);
		const missing = runsBeyond(heldTo, lastSeq, witness?.unsent ?? [], core.now().toISOString());
		statements.push({
			type: 'device.replaced',
			body: { deviceId: newId, replaces: old.id, lastSeq, missing, proved: witness !== null }
		});
		const isNewest = witness !== null && witness.lastSeq >= knownTo;
		if (!old.revoked && (meant === old.id || isNewest)) {
			statements.push({ type: 'device.revoked', body: { deviceId: old.id, reason: '' } });
		}
	}
	return statements;
}

/** The witness, when the old device's own key signed it. */
function genuine(old: Device, witness: Witness | null): Witness | null {
	if (witness?.deviceId !== old.id) return null;
	return isSignedBy(old.publicKey, fromBase64Url(witness.sig), witnessBytes(witness)) ? witness : null;
}
