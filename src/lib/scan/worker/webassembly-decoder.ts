/** zxing-cpp compiled to WebAssembly: the decoder for every symbology, wherever WebAssembly loads. */
import { prepareZXingModule, readBarcodes, type ReaderOptions, type ReadResult } from 'zxing-wasm/reader';
import type { Reading, Symbology } from '../shared/protocol';
import type { Picture } from './picture';

/** Where the wasm file comes from: an address in the browser, the bytes themselves in Node. */
export type WebAssemblySource = { url: string } | { bytes: ArrayBuffer };

type Format = NonNullable<ReaderOptions['formats']>[number];

export const LINEAR_FORMATS: readonly Format[] = [
	'Codabar',
	// Not "Code39": that one guesses at full ASCII and turns "AB/C123" into "AB#123".
	'Code39Std',
	'Code93',
	'Code128',
	'EAN8',
	'EAN13',
	'ITF',
	'DataBar',
	'UPCA',
	'UPCE'
];
export const MATRIX_FORMATS: readonly Format[] = ['Aztec', 'DataMatrix', 'PDF417', 'QRCode'];

/** One way of looking at a picture. Whatever is left out is off, so that a look says all it does. */
export interface Look {
	formats: readonly Format[];
	/** Every row is looked at instead of some, and detectors try more starting points. */
	thorough?: boolean;
	/** Linear codes turned by 90° too. */
	turned?: boolean;
	/** Light on dark too. */
	inverted?: boolean;
	/** The picture at a third of its size too. */
	reduced?: boolean;
	/** Matrix codes after closing holes in their modules too. */
	closed?: boolean;
	/** Scan lines that have to agree before a linear code counts. */
	agreeingLines: number;
}

export interface WebAssemblyDecoder {
	/** Every code found in the picture. */
	read(picture: Picture, look: Look): Promise<Reading[]>;
}

/**
 * Loads the decoder.
 * @throws whatever the platform says where WebAssembly cannot load
 */
export async function openWebAssemblyDecoder(source: WebAssemblySource): Promise<WebAssemblyDecoder> {
	await prepareZXingModule({
		overrides: 'url' in source ? { locateFile: () => source.url } : { wasmBinary: source.bytes },
		fireImmediately: true
	});
	return {
		async read(picture, look) {
			// The library asks for an ImageData but takes only these three members of it.
			const results = await readBarcodes(picture as ImageData, optionsOf(look));
			return results.flatMap(readingOf);
		}
	};
}

function optionsOf(look: Look): ReaderOptions {
	return {
		formats: [...look.formats],
		tryHarder: look.thorough ?? false,
		tryRotate: look.turned ?? false,
		tryInvert: look.inverted ?? false,
		tryDownscale: look.reduced ?? false,
		tryDenoise: look.closed ?? false,
		minLineCount: look.agreeingLines,
		// The data as encoded; the default text is the human-readable form, with brackets around GS1 keys.
		textMode: 'Plain',
		// More than one, so that the code aimed at can be told from its neighbours; eight, so that a sheet of labels
		// does not cost a second.
		maxNumberOfSymbols: 8
	};
}

function readingOf(result: ReadResult): Reading[] {
	const symbology = symbologyOf(result);
	if (!result.isValid || symbology === null) return [];
	const { topLeft, topRight, bottomRight, bottomLeft } = result.position;
	return [
		{
			text: result.text,
			symbology,
			symbologyIdentifier: result.symbologyIdentifier,
			decoder: 'zxing-wasm',
			corners: [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => [x, y])
		}
	];
}

const BY_FAMILY: Partial<Record<ReadResult['symbology'], Symbology>> = {
	Aztec: 'aztec',
	Codabar: 'codabar',
	Code39: 'code-39',
	Code93: 'code-93',
	Code128: 'code-128',
	DataBar: 'databar',
	DataMatrix: 'data-matrix',
	ITF: 'itf',
	PDF417: 'pdf417',
	QRCode: 'qr-code'
};
const BY_FORMAT: Partial<Record<ReadResult['format'], Symbology>> = {
	EAN8: 'ean-8',
	EAN13: 'ean-13',
	UPCA: 'upc-a',
	UPCE: 'upc-e'
};

function symbologyOf({ format, symbology }: ReadResult): Symbology | null {
	return BY_FORMAT[format] ?? BY_FAMILY[symbology] ?? null;
}
