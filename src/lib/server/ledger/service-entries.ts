/** Entries the server makes itself, signed by its own key in its own chain: the register, enrolments, photos received. */
import { signedBytes, toBase64Url, type BodyOf, type EntryEnvelope, type EntryType } from '$lib/domain/ledger';
import type { Actor } from '$lib/domain/ledger';
import { v7 as uuid } from 'uuid';
import type { Core } from '../core';
import type { Tx } from '../db';
import { asStatement } from '../projections';
import { Additions } from './additions';
import { refuseUnlessApproved } from './policy-rules';
import * as records from './records';

/** Nobody in particular: the server itself speaks. */
export const BY_SERVER: Actor = { personId: null, role: null, proof: 'service' };

/** What is to be stated; the body is of the type's schema. `id` is the entry's own, where another entry names it. */
export type ServiceStatement = { [T in EntryType]: { type: T; body: BodyOf<T>; id?: string } }[EntryType];

/** Appends within the caller's transaction. Returns the position of the last one. Throws what `refuseUnlessApproved` does. */
export async function appendServiceEntries(
	core: Core,
	tx: Tx,
	site: string,
	actor: Actor,
	statements: readonly ServiceStatement[]
): Promise<number> {
	const additions = await Additions.open(tx, site);
	const device = additions.serviceDevice;
	const chain = await records.readChain(tx, site, device);
	const at = core.now().toISOString();
	let head = records.headOf(chain);
	for (const { type, body, id = uuid() } of statements) {
		const unsigned = {
			v: 1 as const,
			id,
			site,
			device,
			seq: head.seq + 1,
			prev: head.hash,
			at,
			actor,
			type,
			body: { ...body }
		};
		const envelope: EntryEnvelope = { ...unsigned, sig: toBase64Url(core.key.sign(signedBytes(unsigned))) };
		const statement = asStatement(type, body);
		if (!statement) throw new TypeError(`unknown entry type ${type}`);
		await refuseUnlessApproved(tx, site, actor, statement);
		const sealed = records.seal(envelope);
		await additions.add({ envelope, statement, sealed, receivedAt: at, skewMs: 0 });
		head = { seq: envelope.seq, hash: sealed.hash };
	}
	additions.setChain({ site, device, ...head, offered_seq: head.seq, last_seen_at: at, skew_ms: 0 });
	await additions.save();
	return additions.position;
}
