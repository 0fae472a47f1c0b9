/** Turns a suggestion's heat map into pixels. */
import type { HeatMap } from '$lib/domain/suggestion';

/** Cells below this share of the scale stay clear: warm noise everywhere would hide the spot that matters. */
const CLEAR_BELOW = 0.35;

/** RGBA, one pixel a cell: clear, then yellow, then red, as the patch is less like the good parts. */
export function heatMapPixels(heatMap: HeatMap): Uint8ClampedArray<ArrayBuffer> {
	const cells = atob(heatMap.cells);
	const pixels = new Uint8ClampedArray(heatMap.width * heatMap.height * 4);
	for (let index = 0; index < heatMap.width * heatMap.height; index++) {
		const heat = (cells.charCodeAt(index) || 0) / 255;
		const shown = Math.max(0, (heat - CLEAR_BELOW) / (1 - CLEAR_BELOW));
		pixels.set(
			[255, Math.round(210 * (1 - shown)), Math.round(60 * (1 - shown)), Math.round(190 * Math.sqrt(shown))],
			index * 4
		);
	}
	return pixels;
}
