/**
 * What a tablet says, beside its database, of the records it holds and the server has not confirmed. It is kept where clearing the
 * database does not reach, and signed with the device's key: should the records be lost, the server can name each of them.
 */
import * as v from 'valibot';
import { Id, Instant } from '../site';
import { canonicalBytes, Signature } from './entry';

const Seq = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER));

/** Consecutive records of one person; `since` is when the first of them was made, by the tablet's clock. */
export const UnsentRun = v.pipe(
	v.object({ from: Seq, to: Seq, personId: v.nullable(Id), since: Instant }),
	v.check((run) => run.from <= run.to, 'a run ends after it begins')
);
export type UnsentRun = v.InferOutput<typeof UnsentRun>;

/** More runs than this are told as if the oldest ones were one. */
export const MAX_UNSENT_RUNS = 200;

export const Witness = v.object({
	deviceId: Id,
	/** The `seq` of the tablet's newest record; 0 when it has none. */
	lastSeq: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** In order, without overlap. */
	unsent: v.pipe(v.array(UnsentRun), v.maxLength(MAX_UNSENT_RUNS)),
	at: Instant,
	sig: Signature
});
export type Witness = v.InferOutput<typeof Witness>;

/** What the device signs. */
export function witnessBytes({ deviceId, lastSeq, unsent, at }: Omit<Witness, 'sig'>): Uint8Array<ArrayBuffer> {
	return canonicalBytes(['countersign-witness-v1', deviceId, lastSeq, unsent.map((run) => ({ ...run })), at]);
}
