/** The application identifiers of the GS1 General Specifications and the form of their values (https://ref.gs1.org/ai/). */
import { checkDigit, hasCheckDigit, isDate } from './check';
import { Refusal } from '../identifier';

/**
 * Form of a value: parts in order, `N` digits, `X` the 82 characters of table 7.11-1, `Y` the 39 of 7.11-2, `Z` base64url.
 * A number is an exact length, `..` a greatest one. `!` ends with a check digit, `date` begins with YYMMDD, `date0` allows
 * day 00, `?` need not be there.
 */
const FORMS: readonly [keys: string, form: string][] = [
	['00', 'N18!'],
	['01 02 03', 'N14!'],
	['10 21 22', 'X..20'],
	['11 12 13 15 16 17', 'N6date0'],
	['20', 'N2'],
	['235', 'X..28'],
	['240 241 250 251', 'X..30'],
	['242', 'N..6'],
	['243 254', 'X..20'],
	['253', 'N13! X..17?'],
	['255', 'N13! N..12?'],
	['30 37', 'N..8'],
	['310* 311* 312* 313* 314* 315* 316*', 'N6'],
	['320* 321* 322* 323* 324* 325* 326* 327* 328* 329*', 'N6'],
	['330* 331* 332* 333* 334* 335* 336* 337*', 'N6'],
	['340* 341* 342* 343* 344* 345* 346* 347* 348* 349*', 'N6'],
	['350* 351* 352* 353* 354* 355* 356* 357*', 'N6'],
	['360* 361* 362* 363* 364* 365* 366* 367* 368* 369*', 'N6'],
	['390* 392*', 'N..15'],
	['391* 393*', 'N3 N..15'],
	['394*', 'N4'],
	['395*', 'N6'],
	['400 401 403', 'X..30'],
	['402', 'N17!'],
	['410 411 412 413 414 415 416 417', 'N13!'],
	['420', 'X..20'],
	['421', 'N3 X..9'],
	['422 424 426', 'N3'],
	['423 425', 'N3 N..12'],
	['427', 'X..3'],
	['4300 4301 4310 4311 4320', 'X..35'],
	['4302 4303 4304 4305 4306 4312 4313 4314 4315 4316', 'X..70'],
	['4307 4317', 'X2'],
	['4308 4319', 'X..30'],
	['4309', 'N20'],
	['4318', 'X..20'],
	['4321 4322 4323', 'N1'],
	['4324 4325', 'N6date0 N4'],
	['4326', 'N6date'],
	['4330 4331 4332 4333', 'N6 X1?'],
	['7001', 'N13'],
	['7002 7023', 'X..30'],
	['7003', 'N6date N4'],
	['7004', 'N..4'],
	['7005', 'X..12'],
	['7006', 'N6date'],
	['7007', 'N6date N6date?'],
	['7008', 'X..3'],
	['7009', 'X..10'],
	['7010', 'X..2'],
	['7011', 'N6date N4?'],
	['7020 7021 7022', 'X..20'],
	['703*', 'N3 X..27'],
	['7040', 'N1 X3'],
	['7041', 'X..4'],
	['710 711 712 713 714 715 716 717', 'X..20'],
	['723*', 'X2 X..28'],
	['7240', 'X..20'],
	['7241', 'N2'],
	['7242', 'X..25'],
	['8001', 'N14'],
	['8002', 'X..20'],
	['8003', 'N14! X..16?'],
	['8004', 'X..30'],
	['8005', 'N6'],
	['8006 8026', 'N14! N4'],
	['8007', 'X..34'],
	['8008', 'N6date N2 N..4?'],
	['8009', 'X..50'],
	['8010', 'Y..30'],
	['8011', 'N..12'],
	['8012', 'X..20'],
	['8013 8014 8020', 'X..25'],
	['8017 8018', 'N18!'],
	['8019', 'N..10'],
	['8030', 'Z..90'],
	['8110 8112 8200', 'X..70'],
	['8111', 'N4'],
	['90', 'X..30'],
	['91 92 93 94 95 96 97 98 99', 'X..90']
];

/** First two digits of the elements whose length is fixed for all time, so that no separator follows (figure 7.8.5-2). */
const FIXED = new Map<string, number>([
	['00', 20],
	['01', 16],
	['02', 16],
	['03', 16],
	['04', 18],
	...['11', '12', '13', '14', '15', '16', '17', '18', '19'].map((start): [string, number] => [start, 8]),
	['20', 4],
	...['31', '32', '33', '34', '35', '36'].map((start): [string, number] => [start, 10]),
	['41', 16]
]);

/** Length of key and value together where it is fixed by the first two digits; null where a separator ends the value. */
export function fixedLength(text: string): number | null {
	return FIXED.get(text.slice(0, 2)) ?? null;
}

interface Part {
	characters: 'N' | 'X' | 'Y' | 'Z';
	least: number;
	most: number;
	check: boolean;
	date: 'day' | 'day-or-00' | null;
	optional: boolean;
}

const CHARACTERS = {
	N: '\\d',
	X: '[!"%&\'()*+,\\-./0-9:;<=>?A-Z_a-z]',
	Y: '[#\\-/0-9A-Z]',
	Z: '[0-9A-Za-z_=-]'
} as const;

function parsePart(form: string): Part {
	const match = /^(?<characters>[NXYZ])(?<upTo>\.\.)?(?<most>\d+)(?<check>!)?(?<date>date0?)?(?<optional>\?)?$/.exec(
		form
	);
	const { characters, upTo, most, check, date, optional } = match?.groups ?? {};
	if (characters !== 'N' && characters !== 'X' && characters !== 'Y' && characters !== 'Z')
		throw new Error(`Not a form: ${form}`);
	return {
		characters,
		least: upTo === undefined ? Number(most) : 1,
		most: Number(most),
		check: check !== undefined,
		date: date === undefined ? null : date === 'date' ? 'day' : 'day-or-00',
		optional: optional !== undefined
	};
}

interface Form {
	parts: Part[];
	pattern: RegExp;
}

const BY_KEY = new Map<string, Form>(
	FORMS.flatMap(([keys, form]) => {
		const parts = form.split(' ').map(parsePart);
		const source = parts.map((part) => {
			const group = `(${CHARACTERS[part.characters]}{${part.least},${part.most}})`;
			return part.optional ? `${group}?` : group;
		});
		const pattern = new RegExp(`^${source.join('')}$`);
		return keys
			.split(' ')
			.flatMap(spell)
			.map((key): [string, Form] => [key, { parts, pattern }]);
	})
);

/** "310*" is the ten keys 3100 to 3109: the last digit says where the decimal point is, or counts. */
function spell(key: string): string[] {
	return key.endsWith('*') ? Array.from({ length: 10 }, (_, digit) => key.replace('*', String(digit))) : [key];
}

export function isKey(key: string): boolean {
	return BY_KEY.has(key);
}

/** The key that the text begins with; null when it begins with none. No key is the beginning of another. */
export function keyAtStart(text: string): string | null {
	return [2, 3, 4].map((length) => text.slice(0, length)).find(isKey) ?? null;
}

/** What is wrong with a value; null when nothing is. */
export function checkValue(key: string, value: string): Refusal | null {
	const form = BY_KEY.get(key);
	if (form === undefined) return new Refusal({ code: 'key', rest: key });
	const match = form.pattern.exec(value);
	if (match === null) return new Refusal({ code: 'value', key, value });
	for (const [index, part] of form.parts.entries()) {
		const piece: string | undefined = match[index + 1];
		if (piece === undefined) continue;
		if (part.check && !hasCheckDigit(piece)) {
			return new Refusal({ code: 'check-digit', key, value: piece, expected: checkDigit(piece.slice(0, -1)) });
		}
		if (part.date !== null && !isDate(piece, part.date)) return new Refusal({ code: 'date', key, value: piece });
	}
	return null;
}
