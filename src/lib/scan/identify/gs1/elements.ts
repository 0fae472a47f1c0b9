/** GS1 element strings: as a scanner gives them, and as people type what is printed under the bars. */
import { claim, Refusal, type Claim, type Element } from '../identifier';
import { checkValue, fixedLength, isKey, keyAtStart } from './application-identifiers';

const SEPARATOR = '\u001d';

/** Elements one after the other, values of open length ended by U+001D (GS1 General Specifications, section 7.8). */
export function parseElementString(text: string): Element[] | Refusal {
	const elements: Element[] = [];
	let rest = text.startsWith(SEPARATOR) ? text.slice(1) : text;
	while (rest !== '') {
		const key = keyAtStart(rest);
		if (key === null) return new Refusal({ code: 'key', rest });
		const separator = rest.indexOf(SEPARATOR);
		const end = fixedLength(rest) ?? (separator === -1 ? rest.length : separator);
		elements.push({ key, value: rest.slice(key.length, end) });
		rest = rest.slice(end);
		// Also after a fixed length, where it need not be: many printers put one there.
		if (rest.startsWith(SEPARATOR)) rest = rest.slice(1);
	}
	return checkElements(elements);
}

/** "(01)09506000134352(21)A7": the form printed under the bars. Null when the text does not begin so. */
export function parseBracketed(text: string): Element[] | Refusal | null {
	if (!/^\(\d{2,4}\)/.test(text)) return null;
	const elements: Element[] = [];
	for (const [, key, value] of text.matchAll(/\((\d{2,4})\)((?:(?!\(\d{2,4}\)).)*)/gs)) {
		const last = elements.at(-1);
		// Brackets may belong to a value: what they hold is a key only if there is such a key.
		if (isKey(key)) elements.push({ key, value: value.trim() });
		else if (last === undefined) return new Refusal({ code: 'key', rest: text });
		else last.value += `(${key})${value.trim()}`;
	}
	return checkElements(elements);
}

/** The elements themselves when each is right and none contradicts another. */
export function checkElements(elements: Element[]): Element[] | Refusal {
	const seen = new Map<string, string>();
	for (const { key, value } of elements) {
		const refusal = checkValue(key, value);
		if (refusal !== null) return refusal;
		const before = seen.get(key);
		if (before !== undefined && before !== value) {
			return new Refusal({ code: 'conflict', key, values: [before, value] });
		}
		seen.set(key, value);
	}
	return elements.length === 0 ? new Refusal({ code: 'empty' }) : elements;
}

/** What the elements say of a part, a unit, a lot or an asset. */
export function claimOf(scheme: Claim['scheme'], elements: Element[]): Claim {
	const value = (key: string) => elements.find((element) => element.key === key)?.value ?? null;
	// A piece of a trade item (8006) carries the item's GTIN in front; a returnable asset (8003) a filler digit.
	const itemOfPiece = value('8006')?.slice(0, 14) ?? null;
	return claim(scheme, {
		gtin: value('01') ?? itemOfPiece,
		serial: value('21'),
		lot: value('10'),
		assetCode: value('8004') ?? value('8003'),
		elements
	});
}
