/** Runs in the browser: reads pictures without a code through the app's own scan client and takes the time. */
import { Scanner } from '../../../../src/lib/scan/client';

export interface Misses {
	decoders: string[];
	/** Time of each read that found nothing, the transfer to the worker and back included, ms. */
	ms: number[];
	/** Texts read where nothing was to be read. */
	found: string[];
}

declare global {
	interface Window {
		/** @param rounds how often to go through the pictures; the first round is not counted */
		measureMisses(pictures: string[], rounds: number): Promise<Misses>;
	}
}

window.measureMisses = async (pictures, rounds) => {
	const scanner = new Scanner();
	const { decoders } = await scanner.start();
	const canvas = document.createElement('canvas');
	canvas.width = 1280;
	canvas.height = 720;
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (context === null) throw new Error('No 2D canvas');
	const misses: Misses = { decoders, ms: [], found: [] };
	const bitmaps = await Promise.all(
		pictures.map(async (address) => createImageBitmap(await (await fetch(address)).blob()))
	);
	for (let round = 0; round < rounds; round++) {
		for (const bitmap of bitmaps) {
			context.drawImage(bitmap, 0, 0, 1280, 720);
			const frame = context.getImageData(0, 0, 1280, 720);
			const start = performance.now();
			const reading = await scanner.read(frame, 'frame');
			const took = performance.now() - start;
			if (reading !== null) misses.found.push(reading.text);
			else if (round > 0) misses.ms.push(took);
		}
	}
	scanner.stop();
	return misses;
};
