/** What a live frame without a code costs in the browser, through the worker as it is built for production. */
import { chromium } from '@playwright/test';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { build, preview } from 'vite';
import { CHROMIUM_ARGS, findChromium } from '../../../src/commands/chromium.mjs';
import { quantile } from './figures';

const PAGE = fileURLToPath(new URL('./page', import.meta.url));
const ROUNDS = 6;

export interface MissTimes {
	median: number;
	p95: number;
	frames: number;
	/** Frames in which something was read although nothing is there. */
	false: number;
}

/**
 * Each picture fills a 1280×720 frame and is read as a live one, one frame after another as from a camera, so that every
 * turn of the chain is in the figures.
 * @throws when no Chromium is found
 */
export async function measureMisses(pictures: string[]): Promise<MissTimes> {
	const found = findChromium();
	if (found === null) throw new Error('No Chromium found: npm test installs one');
	const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-scan-'));
	try {
		const site = { root: PAGE, configFile: false, logLevel: 'warn' } as const;
		await build({ ...site, build: { outDir: folder, emptyOutDir: true }, worker: { format: 'es' } });
		await mkdir(join(folder, 'pictures'));
		for (const [index, path] of pictures.entries()) await writeFrame(path, join(folder, 'pictures', `${index}.png`));
		const server = await preview({ ...site, build: { outDir: folder }, preview: { host: '127.0.0.1', port: 0 } });
		const browser = await chromium.launch({ executablePath: found.path, args: CHROMIUM_ARGS });
		try {
			const page = await browser.newPage();
			const [address] = server.resolvedUrls?.local ?? [];
			if (address === undefined) throw new Error('The preview server has no address');
			await page.goto(address);
			const addresses = pictures.map((_, index) => `/pictures/${index}.png`);
			const misses = await page.evaluate(([list, rounds]) => window.measureMisses(list, rounds), [
				addresses,
				ROUNDS
			] as const);
			if (!misses.decoders.includes('zxing-wasm')) throw new Error('WebAssembly did not load in the worker');
			return {
				median: quantile(misses.ms, 0.5),
				p95: quantile(misses.ms, 0.95),
				frames: misses.ms.length,
				false: misses.found.length
			};
		} finally {
			await browser.close();
			await server.close();
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function writeFrame(from: string, to: string): Promise<void> {
	await sharp(from)
		.flatten({ background: '#ffffff' })
		.resize(1280, 720, { fit: 'cover' })
		.png({ compressionLevel: 1 })
		.toFile(to);
}
