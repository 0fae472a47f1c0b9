/** zxing-js: a second opinion on matrix codes, and the only decoder where WebAssembly cannot load. */
import {
	AztecCodeReader,
	BarcodeFormat,
	BinaryBitmap,
	DataMatrixReader,
	DecodeHintType,
	HybridBinarizer,
	MultiFormatOneDReader,
	PDF417Reader,
	QRCodeReader,
	RGBLuminanceSource,
	type Reader,
	type Result
} from '@zxing/library';
import type { Reading, Symbology } from '../shared/protocol';
import { luminanceOf, type Picture } from './picture';

const SYMBOLOGY: Partial<Record<BarcodeFormat, Symbology>> = {
	[BarcodeFormat.AZTEC]: 'aztec',
	[BarcodeFormat.CODABAR]: 'codabar',
	[BarcodeFormat.CODE_39]: 'code-39',
	[BarcodeFormat.CODE_93]: 'code-93',
	[BarcodeFormat.CODE_128]: 'code-128',
	[BarcodeFormat.DATA_MATRIX]: 'data-matrix',
	[BarcodeFormat.EAN_8]: 'ean-8',
	[BarcodeFormat.EAN_13]: 'ean-13',
	[BarcodeFormat.ITF]: 'itf',
	[BarcodeFormat.PDF_417]: 'pdf417',
	[BarcodeFormat.QR_CODE]: 'qr-code',
	[BarcodeFormat.RSS_14]: 'databar',
	[BarcodeFormat.UPC_A]: 'upc-a',
	[BarcodeFormat.UPC_E]: 'upc-e'
};

// RSS_EXPANDED is left out: the library itself says that its reader is not ready.
const LINEAR = [
	BarcodeFormat.CODABAR,
	BarcodeFormat.CODE_39,
	BarcodeFormat.CODE_93,
	BarcodeFormat.CODE_128,
	BarcodeFormat.EAN_8,
	BarcodeFormat.EAN_13,
	BarcodeFormat.ITF,
	BarcodeFormat.RSS_14,
	BarcodeFormat.UPC_A,
	BarcodeFormat.UPC_E
];

const HINTS = new Map<DecodeHintType, unknown>([
	[DecodeHintType.TRY_HARDER, true],
	[DecodeHintType.POSSIBLE_FORMATS, LINEAR],
	// Without it the separators between GS1 elements are dropped.
	[DecodeHintType.ASSUME_GS1, true]
]);

/** U+001D, between the elements of a GS1 code and, for this library, in front of them where FNC1 stood first. */
const SEPARATOR = '\u001d';

/** Which codes to look for: matrix codes only, or linear ones as well. */
export type Kinds = 'matrix' | 'all';

/**
 * Reads one code, or null. The readers are called one by one: the library's own multi-format reader writes a console
 * warning at every miss.
 */
export function readWithJavaScript(picture: Picture, kinds: Kinds): Reading | null {
	const readers: Reader[] = [new QRCodeReader(), new DataMatrixReader(), new AztecCodeReader(), new PDF417Reader()];
	if (kinds === 'all') readers.push(new MultiFormatOneDReader(HINTS));
	const source = new RGBLuminanceSource(luminanceOf(picture), picture.width, picture.height);
	const bitmap = new BinaryBitmap(new HybridBinarizer(source));
	for (const reader of readers) {
		try {
			const reading = readingOf(reader.decode(bitmap, HINTS));
			if (reading !== null) return reading;
		} catch {
			// A miss. The library throws for each, and some of its readers throw plain errors on pictures that hold no code.
		}
	}
	return null;
}

function readingOf(result: Result): Reading | null {
	const symbology = SYMBOLOGY[result.getBarcodeFormat()];
	const text = result.getText();
	if (symbology === undefined || text === '') return null;
	return { ...identified(text, symbology), symbology, decoder: 'zxing-js', corners: null };
}

/** The library has no symbology identifiers: what it says of GS1 stands at the start of the text. */
function identified(text: string, symbology: Symbology): Pick<Reading, 'text' | 'symbologyIdentifier'> {
	if (symbology === 'code-128' && text.startsWith(']C1')) return { text: text.slice(3), symbologyIdentifier: ']C1' };
	if (symbology === 'data-matrix' && text.startsWith(SEPARATOR))
		return { text: text.slice(1), symbologyIdentifier: ']d2' };
	return { text, symbologyIdentifier: '' };
}
