/** What can be wrong with an exported ledger, and where. */

/** About the file as a whole. */
export type FileFaultCode =
	/** It ends before its last line: the end of the file is gone. */
	| 'truncated'
	/** Something stands after its last line. */
	| 'after-the-end'
	/** The bytes are not those that the server signed; lines that are named besides say where. */
	| 'file-altered'
	/** The last line does not carry the server's signature. */
	| 'bad-end'
	/** It holds another number of entries than its last line says. */
	| 'count-differs'
	/** Another server than the one that was asked for has signed it. */
	| 'other-server'
	/** The ledger ends elsewhere than its first line says. */
	| 'head-differs';

/** About one line of it. */
export type LineFaultCode =
	/** No entry can be read there. */
	| 'unreadable-line'
	/** What the server noted of the arrival, or the way the line is written, was changed. */
	| 'altered-line'
	/** It stands before a line that arrived earlier. */
	| 'out-of-order'
	/** Lines before it were removed or put in. */
	| 'not-consecutive'
	/** The same number stands in the file twice. */
	| 'duplicate'
	| 'wrong-site';

/** About one device's chain. */
export type EntryFaultCode =
	| 'bad-signature'
	/** The file knows no key for its device. */
	| 'unknown-device'
	/** The key in the first line is not the one the device was enrolled with. */
	| 'foreign-key'
	/** Records before it are missing. */
	| 'sequence-gap'
	/** Its `prev` is not the hash of the record before it. */
	| 'broken-chain';

export type ExportFaultCode = FileFaultCode | LineFaultCode | EntryFaultCode;

export interface ExportFault {
	code: ExportFaultCode;
	/** 1 for the first line of the file; null for the file as a whole. */
	line: number | null;
	/** The number of the entry in its site's ledger, where one can be told. */
	position: number | null;
	device: string | null;
	seq: number | null;
	/** Of a gap: the first record that is missing. */
	missingFrom?: number;
}

/** The file is no export that this version can read: nothing is said about its entries. */
export class UnusableExport extends Error {
	override readonly name = 'UnusableExport';
	constructor(readonly reason: 'empty' | 'not-an-export' | 'newer-format' | 'bad-header') {
		super(reason);
	}
}
