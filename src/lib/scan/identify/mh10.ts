/** ANSI MH10.8.2 data identifiers, bare or in the envelope of ISO/IEC 15434. */
import { claim, Refusal, type Claim, type Element } from './identifier';
import { isDate } from './gs1/check';
import { claimOf, parseElementString } from './gs1/elements';

const GROUP = '\u001d';
const RECORD = '\u001e';
const END = '\u0004';
const HEADER = `[)>${RECORD}`;

/** Data identifiers that say what a code is about. The first that is there counts. */
const PART = ['P', '1P', '30P'];
const SERIAL = ['S'];
const LOT = ['T', '1T'];
// 1W is the sequence of an operation within the order, not the order.
const WORK_ORDER = ['W'];

/** A data identifier is a letter after up to three digits. */
const KEY = /^(\d{0,3}[A-Z])(.+)$/s;

/** Whether the text claims to be in an envelope. */
export function isEnvelope(text: string): boolean {
	return text.startsWith('[)>');
}

/**
 * Formats 05 (GS1) and 06 (data identifiers). The trailer may be missing: some scanners cannot send EOT.
 * A message may hold several formats; they are taken together.
 */
export function parseEnvelope(text: string): Claim | Refusal {
	if (!text.startsWith(HEADER)) return new Refusal({ code: 'envelope' });
	const end = text.endsWith(END) ? -1 : undefined;
	const formats = text
		.slice(HEADER.length, end)
		.split(RECORD)
		.filter((format) => format !== '');
	const claims: Claim[] = [];
	for (const format of formats) {
		const parsed = parseFormat(format);
		if (parsed instanceof Refusal) return parsed;
		claims.push(parsed);
	}
	const [first, ...others] = claims;
	return first === undefined ? new Refusal({ code: 'envelope' }) : others.reduce(merge, first);
}

function parseFormat(format: string): Claim | Refusal {
	const indicator = format.slice(0, 2);
	if (format.charAt(2) !== GROUP) return new Refusal({ code: 'envelope' });
	const data = format.slice(3);
	if (indicator === '05') {
		const elements = parseElementString(data);
		return elements instanceof Refusal ? elements : claimOf('gs1', elements);
	}
	return indicator === '06' ? parseIdentifiers(data) : new Refusal({ code: 'envelope' });
}

/** Data identifiers with their values, U+001D between them. */
export function parseIdentifiers(text: string): Claim | Refusal {
	const elements: Element[] = [];
	for (const field of text.split(GROUP).filter((part) => part !== '')) {
		const match = KEY.exec(field);
		if (match === null) return new Refusal({ code: 'key', rest: field });
		const [, key, value] = match;
		const refusal = checkValue(key, value);
		if (refusal !== null) return refusal;
		elements.push({ key, value });
	}
	return elements.length === 0 ? new Refusal({ code: 'empty' }) : mh10Claim(elements);
}

/** A claim without an envelope; null when the text does not begin with a data identifier that names something. */
export function parseBareIdentifiers(text: string): Claim | null {
	const parsed = parseIdentifiers(text);
	if (parsed instanceof Refusal) return null;
	const { partNumber, serial, lot, workOrder } = parsed;
	return [partNumber, serial, lot, workOrder].some((value) => value !== null) ? parsed : null;
}

function mh10Claim(elements: Element[]): Claim {
	const value = (keys: string[]) => {
		const key = keys.find((candidate) => elements.some((element) => element.key === candidate));
		return elements.find((element) => element.key === key)?.value ?? null;
	};
	return claim('mh10', {
		partNumber: value(PART),
		serial: value(SERIAL),
		lot: value(LOT),
		workOrder: value(WORK_ORDER),
		elements
	});
}

function merge(a: Claim, b: Claim): Claim {
	return {
		scheme: a.scheme,
		gtin: a.gtin ?? b.gtin,
		partNumber: a.partNumber ?? b.partNumber,
		serial: a.serial ?? b.serial,
		lot: a.lot ?? b.lot,
		workOrder: a.workOrder ?? b.workOrder,
		assetCode: a.assetCode ?? b.assetCode,
		plain: null,
		elements: [...a.elements, ...b.elements]
	};
}

/** Form of a date, and where its two-digit year, month and day stand, by data identifier (category 4, D). */
const DATES: Readonly<Record<string, { form: RegExp; places: [year: number, month: number, day: number] }>> = {
	D: { form: /^\d{6}$/, places: [0, 2, 4] },
	'1D': { form: /^\d{6}$/, places: [4, 2, 0] },
	'2D': { form: /^\d{6}$/, places: [4, 0, 2] },
	// Followed by a qualifier of three digits that says what happened on the day.
	'6D': { form: /^\d{8}(\d{3})?$/, places: [2, 4, 6] },
	'14D': { form: /^\d{8}$/, places: [2, 4, 6] },
	'16D': { form: /^\d{8}$/, places: [2, 4, 6] }
};

function checkValue(key: string, value: string): Refusal | null {
	if (key === 'Q' && !/^\d{1,9}(\.\d{1,4})?$/.test(value)) return new Refusal({ code: 'value', key, value });
	const date = DATES[key];
	if (date === undefined) return null;
	if (!date.form.test(value)) return new Refusal({ code: 'value', key, value });
	const yymmdd = date.places.map((at) => value.slice(at, at + 2)).join('');
	return isDate(yymmdd, 'day') ? null : new Refusal({ code: 'date', key, value });
}
