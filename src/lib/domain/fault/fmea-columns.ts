/** What the columns of a failure analysis (FMEA) are called, in English and German; case, spaces and signs do not matter. */

export const FMEA_FIELDS = [
	'cause',
	'component',
	'assetKind',
	'severity',
	'occurrence',
	'symptom',
	'code',
	'share',
	'check',
	'shows',
	'minutes',
	'remedy',
	'mechanism',
	'failureCause',
	'detection',
	'retired'
] as const;
export type FmeaField = (typeof FMEA_FIELDS)[number];

/** The first is what an export writes. */
export const FMEA_HEADERS: Readonly<Record<FmeaField, readonly [string, ...string[]]>> = {
	cause: ['Cause', 'Fault cause', 'Failure cause', 'Potential cause', 'Ursache', 'Fehlerursache', 'Mögliche Ursache'],
	component: ['Component', 'Item', 'Part', 'Komponente', 'Bauteil', 'Baugruppe'],
	assetKind: [
		'Asset kind',
		'Asset type',
		'Machine type',
		'Equipment class',
		'Maschinenart',
		'Anlagenart',
		'Anlagentyp'
	],
	severity: ['Severity', 'S', 'Sev', 'Bedeutung', 'B', 'Schwere'],
	occurrence: ['Occurrence', 'O', 'Occ', 'Auftreten', 'A', 'Auftretenswahrscheinlichkeit', 'Häufigkeit'],
	symptom: ['Symptom', 'Effect', 'Failure effect', 'Failure mode', 'Fehlerfolge', 'Fehlerbild', 'Fehlerart', 'Folge'],
	code: ['Error code', 'Code', 'Alarm', 'Fehlercode', 'Störcode', 'Meldung'],
	share: ['Share', 'Frequency', 'How often', 'Anteil', 'Anteil der Fälle', 'Wie oft'],
	check: ['Check', 'Current control', 'Detection action', 'Prüfung', 'Entdeckungsmaßnahme', 'Prüfmaßnahme'],
	shows: ['Shows', 'Seen', 'Result', 'Zeigt', 'Befund', 'Ergebnis'],
	minutes: ['Minutes', 'Check time', 'Minuten', 'Prüfzeit'],
	remedy: ['Remedy', 'Action', 'Recommended action', 'Abhilfe', 'Maßnahme', 'Abstellmaßnahme'],
	mechanism: ['ISO 14224 mechanism', 'Failure mechanism', 'Mechanism', 'Ausfallmechanismus', 'Fehlermechanismus'],
	failureCause: ['ISO 14224 cause', 'ISO 14224 failure cause', 'ISO 14224 Ursache'],
	detection: ['ISO 14224 detection', 'Detection method', 'Entdeckungsart', 'ISO 14224 Entdeckung'],
	retired: ['Retired', 'Not used', 'Stillgelegt', 'Nicht mehr verwendet']
};

export interface FmeaColumns {
	/** Which column holds a field. */
	at: ReadonlyMap<FmeaField, number>;
	/** Headers that mean nothing here: their columns are left out. */
	ignored: string[];
}

const plain = (header: string) => header.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
const FIELD_OF = new Map(
	FMEA_FIELDS.flatMap((field) => FMEA_HEADERS[field].map((header): [string, FmeaField] => [plain(header), field]))
);

/** The first column of each name counts. */
export function fmeaColumns(headers: readonly string[]): FmeaColumns {
	const at = new Map<FmeaField, number>();
	const ignored: string[] = [];
	for (const [index, header] of headers.entries()) {
		const field = FIELD_OF.get(plain(header));
		if (field !== undefined && !at.has(field)) at.set(field, index);
		else if (header.trim() !== '') ignored.push(header.trim());
	}
	return { at, ignored };
}
