/** What the scan client and its worker say to each other. */

export const SYMBOLOGIES = [
	'aztec',
	'codabar',
	'code-39',
	'code-93',
	'code-128',
	'data-matrix',
	'ean-8',
	'ean-13',
	'itf',
	'pdf417',
	'qr-code',
	'databar',
	'upc-a',
	'upc-e'
] as const;
export type Symbology = (typeof SYMBOLOGIES)[number];

/** One code read from a picture. */
export interface Reading {
	/** The data as encoded, GS1 separators kept as U+001D. */
	text: string;
	symbology: Symbology;
	/** AIM symbology identifier such as "]C1" (ISO/IEC 15424); empty where the decoder does not know it. */
	symbologyIdentifier: string;
	decoder: 'zxing-wasm' | 'zxing-js';
	/** Corners in pixels of the picture given, clockwise from the code's top left; null where unknown. */
	corners: [x: number, y: number][] | null;
}

/** How hard to look: `frame` is one of many live frames, `still` is the only picture there is. */
export type Effort = 'frame' | 'still';

/** Served by the worker through Comlink. */
export interface ScanWorker {
	/** Loads the decoders; resolves with the ones that can be used here. */
	start(): Promise<{ decoders: Reading['decoder'][] }>;
	/** Reads one picture, RGBA. Null on a miss. The picture's buffer is transferred in. */
	read(picture: ImageData, effort: Effort): Promise<Reading | null>;
}
