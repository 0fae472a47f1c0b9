/** What verifying a file came to, in the words of the command line. */
import type { ExportFault, ExportFaultCode, ExportVerification, UnusableExport } from '$lib/domain/ledger-export';

const FAULT_WORDS: Record<ExportFaultCode, string> = {
	truncated: 'the end of the file is missing',
	'after-the-end': 'something was added after the end',
	'file-altered': 'the file is not the one that the server signed',
	'bad-end': 'the last line is not signed by the server',
	'other-server': 'it was signed by another server than the one asked for',
	'count-differs': 'it holds another number of entries than its last line says',
	'head-differs': 'the ledger ends elsewhere than the first line says',
	'unreadable-line': 'no entry can be read here: the line was changed',
	'altered-line': 'its number, time of arrival, clock or seal was changed, or the way it is written',
	'out-of-order': 'it stands after a record that arrived later: records changed places',
	'not-consecutive': 'records before it were taken out or put in',
	duplicate: 'it is there twice',
	'wrong-site': 'it belongs to another site',
	'bad-signature': 'the signature is not genuine: the entry was changed, or another key has signed it',
	'unknown-device': 'no device of this site has made it',
	'foreign-key': 'the first line holds another key for the device than it was enrolled with',
	'sequence-gap': 'records of this device are missing before it',
	'broken-chain': 'it does not follow from the record before it on its device'
};

const UNUSABLE_WORDS: Record<UnusableExport['reason'], string> = {
	empty: 'The file is empty.',
	'not-an-export': 'This is no exported ledger: its first line does not say so.',
	'newer-format': 'A newer version of Countersign has made this file: verify it with that one.',
	'bad-header': 'The first line is damaged: without the keys in it nothing can be verified.'
};

export function unusableWords({ reason }: UnusableExport): string {
	return UNUSABLE_WORDS[reason];
}

const SHOWN = 100;

/** Several lines. `name` is the file's. */
export function reportText(name: string, result: ExportVerification): string {
	const { site, whole, head, madeAt, entries, devices, photos, faults, faultCount } = result;
	const names = new Map(devices.map((device) => [device.id, device.name]));
	const wide = Math.max(0, ...devices.map((device) => device.name.length));
	return [
		`${name}: ${site.name}, ${whole ? 'the whole ledger' : 'a part of the ledger'} as of ${madeAt}`,
		`Up to record ${head.position}, seal ${head.seal ?? 'none'}`,
		`Signed by the server with the key ${result.serverKey}`,
		'',
		...devices.map((device) => {
			const aside = device.aside > 0 ? `, ${counted(device.aside, 'record')} in quarantine` : '';
			const found = device.faults > 0 ? `, ${counted(device.faults, 'fault')}` : '';
			return `  ${device.name.padEnd(wide)}  ${counted(device.entries, 'entry', 'entries')}${aside}${found}`;
		}),
		'',
		`${counted(entries, 'entry', 'entries')}; ${counted(photos, 'photo')} named, whose bytes are not in the file.`,
		...(whole ? [] : ['It is a selection: whether something between its entries is missing cannot be told from it.']),
		...(result.sound
			? ['Nothing was changed: every signature is genuine, every chain unbroken, nothing is missing.']
			: [`${counted(faultCount, 'fault')}:`, ...faults.slice(0, SHOWN).map((fault) => `  ${faultText(fault, names)}`)]),
		...(faultCount > SHOWN ? [`  and ${faultCount - SHOWN} more; --json lists up to a thousand.`] : [])
	].join('\n');
}

function faultText(fault: ExportFault, names: ReadonlyMap<string, string>): string {
	const { code, line, position, device, seq, missingFrom } = fault;
	const places = [
		line === null ? 'the file' : `line ${line}`,
		position === null ? null : `record ${position}`,
		device === null ? null : `${names.get(device) ?? device}, no. ${seq ?? '?'}`
	];
	const missing =
		missingFrom === undefined || seq === null
			? ''
			: missingFrom === seq - 1
				? `: no. ${missingFrom}`
				: `: no. ${missingFrom} to ${seq - 1}`;
	return `${places.filter((place) => place !== null).join(', ')}: ${FAULT_WORDS[code]}${missing}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
	return `${count} ${count === 1 ? one : many}`;
}
