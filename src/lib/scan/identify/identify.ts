/** From a scanned code to what it says. */
import type { ScannedCode } from '../shared/code';
import { fullAscii } from './code-39';
import { checkDigit, expandUpcE, hasCheckDigit } from './gs1/check';
import { parseDigitalLink } from './gs1/digital-link';
import { claimOf, parseBracketed, parseElementString } from './gs1/elements';
import { claim, Refusal, type Claim, type Element, type Identifier } from './identifier';
import { isEnvelope, parseBareIdentifiers, parseEnvelope } from './mh10';

/** AIM identifiers of codes that hold GS1 elements: FNC1 stood first. */
const GS1_IDENTIFIERS = new Set([']C1', ']e0', ']e1', ']e2', ']d2', ']Q3', ']J1', ']z1']);

const SEPARATOR = '\u001d';

/** Longest text that a register could hold, in characters. */
const LONGEST_PLAIN = 90;

/** What the code says, or why it is refused. Looks nothing up and throws nothing. */
export function identify(code: ScannedCode): Identifier | Refusal {
	const { text } = code;
	if (text.trim() === '') return new Refusal({ code: 'empty' });
	const certain = identifyByForm(code);
	if (certain instanceof Refusal) return certain;
	if (certain !== null) return { code, claims: [certain], doubt: null };
	const bare = bareElements(text);
	const claims: Claim[] = [
		...(bare === null || bare instanceof Refusal ? [] : [claimOf('gs1', bare)]),
		...gtinClaims(text),
		...present(parseBareIdentifiers(text))
	];
	return {
		code,
		claims: [plainClaim(text), ...otherSpellings(code), ...claims],
		doubt: bare instanceof Refusal ? bare : gtinDoubt(code)
	};
}

/** Codes that say how they are to be read. Null for the others. */
function identifyByForm({ text, symbology, symbologyIdentifier }: ScannedCode): Claim | Refusal | null {
	if (isEnvelope(text)) return parseEnvelope(text);
	if (GS1_IDENTIFIERS.has(symbologyIdentifier)) return asClaim('gs1', parseElementString(text));
	if (symbology === 'ean-13' || symbology === 'ean-8' || symbology === 'upc-a') return articleClaim(text);
	if (symbology === 'upc-e') return articleClaim(text.length === 8 ? expandUpcE(text) : text);
	const bracketed = parseBracketed(text);
	if (bracketed !== null) return asClaim('gs1', bracketed);
	const link = parseDigitalLink(text);
	return link === null ? null : asClaim('digital-link', link);
}

function asClaim(scheme: Claim['scheme'], elements: Element[] | Refusal): Claim | Refusal {
	return elements instanceof Refusal ? elements : claimOf(scheme, elements);
}

/** An EAN or UPC code is the GTIN of an article. */
function articleClaim(text: string): Claim | Refusal {
	const digits = /^(\d{8}|\d{12,14})$/.test(text) ? text : null;
	if (digits === null) return new Refusal({ code: 'value', key: '01', value: text });
	if (!hasCheckDigit(digits)) {
		return new Refusal({ code: 'check-digit', key: '01', value: digits, expected: checkDigit(digits.slice(0, -1)) });
	}
	const gtin = digits.padStart(14, '0');
	return claim('ean-upc', { gtin, elements: [{ key: '01', value: gtin }] });
}

/** Digits that have the length and the check digit of a GTIN may be one. */
function gtinClaims(text: string): Claim[] {
	if (!/^(\d{8}|\d{12,14})$/.test(text) || !hasCheckDigit(text)) return [];
	const article = articleClaim(text);
	return article instanceof Refusal ? [] : [article];
}

/** Thirteen or fourteen digits typed by a person are hardly anything but a GTIN, so a wrong one is worth telling. */
function gtinDoubt({ text, source }: ScannedCode): Refusal | null {
	if (source !== 'typed' || !/^\d{13,14}$/.test(text) || hasCheckDigit(text)) return null;
	return new Refusal({ code: 'check-digit', key: '01', value: text, expected: checkDigit(text.slice(0, -1)) });
}

/** GS1 elements of a code that does not say it holds any: only where they begin with a GTIN, an SSCC or an asset. */
function bareElements(text: string): Element[] | Refusal | null {
	const start = text.startsWith(SEPARATOR) ? text.slice(1) : text;
	if (!/^(01\d{14}|00\d{18}|800[346])/.test(start)) return null;
	const parsed = parseElementString(start);
	// Other digits can begin so too. With a separator in it, or a GTIN in front, it is worth telling what is wrong.
	const likely = text.includes(SEPARATOR) || /^01\d{14}/.test(start);
	return parsed instanceof Refusal && !likely ? null : parsed;
}

function plainClaim(text: string): Claim {
	return claim('plain', { plain: text.trim().slice(0, LONGEST_PLAIN + 1) });
}

/** What else a plain text may be meant as: Code 39 in full ASCII; capitals that a person typed small. */
function otherSpellings({ text, symbology, source }: ScannedCode): Claim[] {
	const meant = symbology === 'code-39' ? fullAscii(text) : source === 'typed' ? text.toUpperCase() : null;
	return meant === null || meant === text ? [] : [plainClaim(meant)];
}

function present(found: Claim | null): Claim[] {
	return found === null ? [] : [found];
}
