/**
 * A failure analysis (FMEA) as a table, to and from the fault catalogue. One row says one thing about a cause: a symptom or code that it
 * shows, a check, a remedy; rows of the same cause belong together. What the catalogue has and the table does not name stays as it is.
 */
import { SEVERITIES, type Severity } from '../site';
import { codeSign, type FaultCatalogue } from './catalogue';
import { CatalogueDraft, sameName, type Additions, type Said } from './catalogue-draft';
import { FMEA_FIELDS, FMEA_HEADERS, fmeaColumns, type FmeaColumns, type FmeaField } from './fmea-columns';
import { ISO_TABLES, type IsoField } from './iso-14224';

export type FmeaFault =
	/** Neither this row nor one before it names a cause. */
	| 'no-cause'
	| 'bad-severity'
	| 'bad-occurrence'
	| 'bad-share'
	| 'bad-minutes'
	| 'unknown-code'
	/** A share with neither a symptom nor an error code to go with it, or a finding without its check. */
	| 'belongs-to-nothing'
	| 'too-long';

export interface FmeaReading extends Additions {
	columns: FmeaColumns;
	/** Rows that were left out, as the table numbers them: the first below the headers is 2. */
	faults: { row: number; fault: FmeaFault; value: string }[];
	/** Rows that were taken. */
	taken: number;
}

export type Row = readonly string[];

const MAX_NAME = 120;
const listed = (text: string) =>
	text
		.split(/[;\n|]/)
		.map((each) => each.trim())
		.filter((each) => each !== '');

/** The first row holds the headers. */
export function readFmea([headers = [], ...rows]: readonly Row[], current: FaultCatalogue): FmeaReading {
	const columns = fmeaColumns(headers);
	const draft = new CatalogueDraft(current);
	const faults: FmeaReading['faults'] = [];
	let taken = 0;
	let lastCause = '';
	for (const [index, row] of rows.entries()) {
		const cell = (field: FmeaField) => row[columns.at.get(field) ?? -1]?.trim() ?? '';
		if (FMEA_FIELDS.every((field) => cell(field) === '')) continue;
		// Merged cells leave the rows below the first one empty.
		const name = cell('cause') || lastCause;
		const read = readRow(name, cell);
		if ('fault' in read) {
			faults.push({ row: index + 2, ...read });
			continue;
		}
		lastCause = name;
		draft.take(read);
		taken += 1;
	}
	return { columns, faults, taken, ...draft.result() };
}

type Cell = (field: FmeaField) => string;

function readRow(name: string, cell: Cell): Said | { fault: FmeaFault; value: string } {
	if (name === '') return { fault: 'no-cause', value: '' };
	const long = [name, cell('component'), cell('symptom'), cell('check'), cell('shows')].find(
		(text) => text.length > MAX_NAME
	);
	if (long !== undefined) return { fault: 'too-long', value: long };
	const severity = severityFrom(cell('severity'));
	if (severity === undefined) return { fault: 'bad-severity', value: cell('severity') };
	const occurrence = numberFrom(cell('occurrence'), 1, 10);
	if (occurrence === undefined) return { fault: 'bad-occurrence', value: cell('occurrence') };
	const share = shareFrom(cell('share'));
	if (share === undefined) return { fault: 'bad-share', value: cell('share') };
	const minutes = numberFrom(cell('minutes'), 0, 24 * 60);
	if (minutes === undefined) return { fault: 'bad-minutes', value: cell('minutes') };
	const iso: Said['iso'] = {};
	for (const field of ['mechanism', 'failureCause', 'detection'] as const) {
		const text = cell(field);
		if (text === '') continue;
		const code = isoFrom(field, text);
		if (code === null) return { fault: 'unknown-code', value: text };
		iso[field] = code;
	}
	const symptom = cell('symptom') || null;
	const codes = listed(cell('code'));
	if (share !== null && symptom === null && codes.length === 0)
		return { fault: 'belongs-to-nothing', value: cell('share') };
	const check = cell('check');
	if (check === '' && cell('shows') !== '') return { fault: 'belongs-to-nothing', value: cell('shows') };
	return {
		...{ name, severity, occurrence, symptom, codes, share, iso },
		component: cell('component') || null,
		assetKinds: cell('assetKind') === '' ? null : listed(cell('assetKind').replaceAll(',', ';')),
		check: check === '' ? null : { name: check, shows: cell('shows'), minutes },
		remedies: listed(cell('remedy')),
		retired: cell('retired') === '' ? null : /^(1|x|yes|true|ja|wahr)$/i.test(cell('retired'))
	};
}

/** The words of this app in either language, or FMEA's 1 … 10. Null where nothing is said, undefined where it means nothing. */
function severityFrom(text: string): Severity | null | undefined {
	if (text === '') return null;
	const words: Record<string, Severity> = { gering: 'minor', erheblich: 'major', kritisch: 'critical' };
	const named = SEVERITIES.find((severity) => severity === sameName(text)) ?? words[sameName(text)];
	if (named) return named;
	const rated = numberFrom(text, 1, 10);
	if (rated === undefined || rated === null) return undefined;
	return rated <= 4 ? 'minor' : rated <= 7 ? 'major' : 'critical';
}

function numberFrom(text: string, least: number, most: number): number | null | undefined {
	if (text === '') return null;
	const number = Number(text.replace(',', '.'));
	return number >= least && number <= most ? number : undefined;
}

/** "60 %", "60" and "0.6" say the same; 1 is all of them. */
function shareFrom(text: string): number | null | undefined {
	if (text === '') return null;
	const isPercent = text.includes('%');
	const number = numberFrom(text.replace('%', '').trim(), 0, 100);
	if (number === null || number === undefined) return undefined;
	return isPercent || number > 1 ? number / 100 : number;
}

/** "2.4", and "2.4 Wear". */
function isoFrom(field: IsoField, text: string): string | null {
	const [code = ''] = text.split(/\s/);
	const known: readonly string[] = ISO_TABLES[field];
	return known.includes(code) ? code : null;
}

/** As `readFmea` reads it again without a change. */
export function writeFmea({ causes, symptoms, signs }: FaultCatalogue): string[][] {
	const nameOf = new Map(symptoms.map(({ id, name }) => [id, name]));
	const rows = causes.flatMap((cause) => {
		const own = signs.filter(({ causeId }) => causeId === cause.id);
		const count = Math.max(1, own.length, cause.checks.length);
		return Array.from({ length: count }, (_, index) => {
			const sign = own[index];
			const check = cause.checks[index];
			const isCode = sign?.sign.startsWith(codeSign(''));
			const cells: Record<FmeaField, string> = {
				cause: cause.name,
				component: cause.component ?? '',
				assetKind: cause.assetKinds.join('; '),
				severity: cause.severity,
				occurrence: String(cause.occurrence),
				symptom: sign && !isCode ? (nameOf.get(sign.sign) ?? '') : '',
				code: sign && isCode ? sign.sign.slice(codeSign('').length) : '',
				share: sign ? `${Math.round(sign.share * 1000) / 10}%` : '',
				check: check?.name ?? '',
				shows: check?.shows ?? '',
				minutes: check ? String(check.minutes) : '',
				remedy: index === 0 ? cause.remedies.join('; ') : '',
				mechanism: cause.mechanism ?? '',
				failureCause: cause.failureCause ?? '',
				detection: cause.detection ?? '',
				retired: cause.retired ? 'yes' : ''
			};
			return FMEA_FIELDS.map((field) => cells[field]);
		});
	});
	return [FMEA_FIELDS.map((field) => FMEA_HEADERS[field][0]), ...rows];
}
