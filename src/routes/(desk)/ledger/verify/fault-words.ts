/** What is wrong with a file, in the reader's language. */
import type { ExportFault, ExportFaultCode, ExportVerification, UnusableExport } from '$lib/domain/ledger-export';
import { m } from '$lib/messages';

const FAULTS: Record<ExportFaultCode, () => string> = {
	truncated: m.verify_file_fault_truncated,
	'after-the-end': m.verify_file_fault_after_the_end,
	'file-altered': m.verify_file_fault_file_altered,
	'bad-end': m.verify_file_fault_bad_end,
	'other-server': m.verify_file_fault_other_server,
	'count-differs': m.verify_file_fault_count_differs,
	'head-differs': m.verify_file_fault_head_differs,
	'unreadable-line': m.verify_file_fault_unreadable_line,
	'altered-line': m.verify_file_fault_altered_line,
	'out-of-order': m.verify_file_fault_out_of_order,
	'not-consecutive': m.verify_file_fault_not_consecutive,
	duplicate: m.verify_file_fault_duplicate,
	'wrong-site': m.verify_file_fault_wrong_site,
	'bad-signature': m.verify_file_fault_bad_signature,
	'unknown-device': m.verify_file_fault_unknown_device,
	'foreign-key': m.verify_file_fault_foreign_key,
	'sequence-gap': m.verify_file_fault_sequence_gap,
	'broken-chain': m.verify_file_fault_broken_chain
};

const UNUSABLE: Record<UnusableExport['reason'], () => string> = {
	empty: m.verify_file_empty,
	'not-an-export': m.verify_file_not_an_export,
	'newer-format': m.verify_file_newer_format,
	'bad-header': m.verify_file_bad_header
};

export function unusableText({ reason }: UnusableExport): string {
	return UNUSABLE[reason]();
}

/** "Line 12, record 9, Line 4 no. 3: the signature is not genuine". */
export function faultText(fault: ExportFault, devices: ExportVerification['devices']): string {
	const { code, line, position, device, seq } = fault;
	const name = devices.find(({ id }) => id === device)?.name ?? device;
	const places = [
		line === null ? m.verify_file_the_file() : m.verify_file_line({ line }),
		...(position === null ? [] : [m.story_entry({ position })]),
		...(name === null || seq === null ? [] : [m.story_entry_more({ seq, device: name })])
	];
	return `${places.join(', ')}: ${FAULTS[code]()}`;
}
