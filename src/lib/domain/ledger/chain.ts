/** Verification of a device's chain: order, hashes and signatures. */
import { BadSignature, BrokenChain, SequenceGap } from '../errors';
import { EMPTY_CHAIN, fromBase64Url, hashEntry, signedBytes, type ChainHead, type EntryEnvelope } from './entry';

/** True when the signature is this device's over these bytes. */
export type Verify = (signature: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>) => boolean | Promise<boolean>;

export type ChainFault = SequenceGap | BrokenChain | BadSignature;

/** Whether an entry may follow `head`: null, or what is wrong. Cheap: looks at no signature. */
export function linkFault(entry: EntryEnvelope, head: ChainHead): SequenceGap | BrokenChain | null {
	if (entry.seq !== head.seq + 1) return new SequenceGap(head.seq + 1, entry.seq);
	if (entry.prev !== head.hash) return new BrokenChain(entry.seq);
	return null;
}

export async function signatureFault(entry: EntryEnvelope, verify: Verify): Promise<BadSignature | null> {
	const genuine = await verify(fromBase64Url(entry.sig), signedBytes(entry));
	return genuine ? null : new BadSignature(entry.seq);
}

/** Every fault of one device's entries in `seq` order; empty when the chain is whole and all signatures are genuine. */
export async function chainFaults(
	entries: readonly EntryEnvelope[],
	verify: Verify,
	after: ChainHead = EMPTY_CHAIN
): Promise<ChainFault[]> {
	const faults: ChainFault[] = [];
	let head = after;
	for (const entry of entries) {
		const link = linkFault(entry, head);
		if (link) faults.push(link);
		const signature = await signatureFault(entry, verify);
		if (signature) faults.push(signature);
		head = headAfter(entry);
	}
	return faults;
}

export function headAfter(entry: EntryEnvelope): ChainHead {
	return { seq: entry.seq, hash: hashEntry(entry) };
}
