/** Draws codes as pictures that a page can show: crisp at any size, dark on light whatever the theme. */
import bwipjs from 'bwip-js/node';

export type Drawing =
	| { symbology: 'code128'; text: string }
	| { symbology: 'qrcode'; text: string }
	/** GS1 element string with application identifiers in parentheses. */
	| { symbology: 'gs1datamatrix'; text: string };

/** An SVG picture as a data address. Throws for text that the symbology cannot hold, such as a wrong GTIN check digit. */
export function drawCode({ symbology, text }: Drawing): string {
	const linear = symbology === 'code128';
	const svg = bwipjs.toSVG({
		bcid: symbology,
		text,
		scale: 3,
		...(linear ? { height: 14, paddingwidth: 10, paddingheight: 3 } : { padding: 4 }),
		backgroundcolor: 'FFFFFF'
	});
	return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

const SYMBOLOGY_NAMES: Record<Drawing['symbology'], string> = {
	code128: 'Code 128',
	qrcode: 'QR',
	gs1datamatrix: 'GS1 DataMatrix'
};

export function symbologyName(symbology: Drawing['symbology']): string {
	return SYMBOLOGY_NAMES[symbology];
}
