/** Codes that came as text: typed by a person, or sent by a hardware scanner. */
import type { ScannedCode } from '../shared/code';
import type { Symbology } from '../shared/protocol';

/** Symbology by the code character of an AIM identifier, where that alone tells (ISO/IEC 15424). */
const SYMBOLOGY_BY_CHARACTER: Readonly<Record<string, Symbology>> = {
	A: 'code-39',
	C: 'code-128',
	F: 'codabar',
	G: 'code-93',
	I: 'itf',
	L: 'pdf417',
	Q: 'qr-code',
	d: 'data-matrix',
	e: 'databar',
	z: 'aztec'
};

/** A symbology identifier in front of the data, as hardware scanners send it when they are set to. */
const IDENTIFIER = /^\](?:[ACFGILQdez][0-9A-Fa-f]|E[0-4])/;

/** Spaces at the ends are left off what a person types, never what a scanner sends. */
export function codeFromText(text: string, source: 'wedge' | 'typed'): ScannedCode {
	if (source === 'typed') return { text: text.trim(), symbology: null, symbologyIdentifier: '', source };
	const symbologyIdentifier = IDENTIFIER.exec(text)?.[0] ?? '';
	const data = text.slice(symbologyIdentifier.length);
	return { text: data, symbology: symbologyOf(symbologyIdentifier, data), symbologyIdentifier, source };
}

function symbologyOf(identifier: string, data: string): Symbology | null {
	if (identifier === ']E4') return 'ean-8';
	// "]E0" covers EAN-13, UPC-A and UPC-E, all sent as thirteen digits.
	if (identifier === ']E0' && data.length === 13) return 'ean-13';
	return SYMBOLOGY_BY_CHARACTER[identifier.charAt(1)] ?? null;
}
