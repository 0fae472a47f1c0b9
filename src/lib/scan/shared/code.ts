/** A code as it reached the app: read by the camera, from a still, sent by a hardware scanner, or typed. */
import type { Symbology } from './protocol';

export interface ScannedCode {
	/** The data as encoded, GS1 separators kept as U+001D, the symbology identifier taken off. */
	text: string;
	/** Null where nothing says which: typed text, or a hardware scanner that sends no symbology identifier. */
	symbology: Symbology | null;
	/** AIM symbology identifier such as "]C1" (ISO/IEC 15424); empty where unknown. */
	symbologyIdentifier: string;
	source: 'camera' | 'still' | 'wedge' | 'typed';
}

/** Codes read line by line. One line proves little, so these need a second opinion: another frame, or more lines. */
const LINEAR: ReadonlySet<Symbology> = new Set([
	'codabar',
	'code-39',
	'code-93',
	'code-128',
	'ean-8',
	'ean-13',
	'itf',
	'databar',
	'upc-a',
	'upc-e'
]);

export function isLinear(symbology: Symbology): boolean {
	return LINEAR.has(symbology);
}
