import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { toBuffer, type RenderOptions } from 'bwip-js/node';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createChain, type Chain } from './chain';
import type { Picture } from './picture';
import { openWebAssemblyDecoder } from './webassembly-decoder';

const WASM = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');

/** A drawn label in the middle of a white 640×480 picture, turned clockwise by `turn` degrees. */
async function draw(options: RenderOptions, turn = 0): Promise<Picture> {
	const label = await toBuffer({ scale: 2, backgroundcolor: 'ffffff', padding: 10, ...options });
	const image = sharp(label).rotate(turn);
	const { data, info } = await sharp({ create: { width: 640, height: 480, channels: 4, background: '#fff' } })
		.composite([{ input: await image.png().toBuffer(), gravity: 'centre' }])
		.raw()
		.toBuffer({ resolveWithObject: true });
	return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}

const blank = (): Picture => ({ data: new Uint8ClampedArray(160 * 120 * 4).fill(200), width: 160, height: 120 });

let chain: Chain;
beforeAll(async () => {
	chain = createChain(await openWebAssemblyDecoder({ bytes: new Uint8Array(readFileSync(WASM)).buffer }));
});

describe('the decoder chain', () => {
	it.each([
		[{ bcid: 'code128', text: 'PR-204' }, 'PR-204', 'code-128', ']C0'],
		[{ bcid: 'code39', text: 'AB/C123' }, 'AB/C123', 'code-39', ']A0'],
		[{ bcid: 'code93', text: 'MT-0417', includecheck: true }, 'MT-0417', 'code-93', ']G0'],
		[{ bcid: 'ean13', text: '4006381333931' }, '4006381333931', 'ean-13', ']E0'],
		[{ bcid: 'ean8', text: '96385074' }, '96385074', 'ean-8', ']E4'],
		[{ bcid: 'interleaved2of5', text: '0123456789' }, '0123456789', 'itf', ']I0'],
		[{ bcid: 'qrcode', text: 'WO-8812' }, 'WO-8812', 'qr-code', ']Q1'],
		[{ bcid: 'datamatrix', text: 'MT-0417' }, 'MT-0417', 'data-matrix', ']d1'],
		[{ bcid: 'azteccode', text: 'MT-0417' }, 'MT-0417', 'aztec', ']z0'],
		[{ bcid: 'pdf417', text: 'MT-0417' }, 'MT-0417', 'pdf417', ']L2'],
		[{ bcid: 'gs1-128', text: '(01)09506000134352(10)A1(21)B2' }, '010950600013435210A1\u001d21B2', 'code-128', ']C1'],
		[
			{ bcid: 'gs1datamatrix', text: '(01)09506000134352(10)A1(21)B2' },
			'010950600013435210A1\u001d21B2',
			'data-matrix',
			']d2'
		],
		[{ bcid: 'gs1qrcode', text: '(01)09506000134352(21)B2' }, '010950600013435221B2', 'qr-code', ']Q3'],
		[{ bcid: 'databarexpanded', text: '(01)09506000134352(21)B2' }, '010950600013435221B2', 'databar', ']e0']
	] as const)('reads %j as it was encoded', async (options, text, symbology, symbologyIdentifier) => {
		const picture = await draw(options);
		for (const effort of ['frame', 'still'] as const) {
			expect(await chain.read(picture, effort)).toMatchObject({ text, symbology, symbologyIdentifier });
		}
	});

	it('says where the code is', async () => {
		const reading = await chain.read(await draw({ bcid: 'qrcode', text: 'WO-8812' }), 'still');
		const xs = reading?.corners?.map(([x]) => x) ?? [];
		expect(Math.min(...xs)).toBeGreaterThan(200);
		expect(Math.max(...xs)).toBeLessThan(440);
	});

	it('reads a linear code that stands upright, on a still at once and live after a few frames', async () => {
		const picture = await draw({ bcid: 'code128', text: 'PR-204' }, 90);
		expect(await chain.read(picture, 'still')).toMatchObject({ text: 'PR-204' });
		const texts = [];
		for (let frame = 0; frame < 4; frame++) texts.push((await chain.read(picture, 'frame'))?.text);
		expect(texts).toContain('PR-204');
	});

	it('takes the code in the middle of several', async () => {
		const aimed = await draw({ bcid: 'code128', text: 'AIMED-AT' });
		const other = await toBuffer({
			bcid: 'code128',
			text: 'BESIDE-IT',
			scale: 2,
			backgroundcolor: 'ffffff',
			padding: 6
		});
		const { data, info } = await sharp(aimed.data, { raw: { width: 640, height: 480, channels: 4 } })
			.composite([{ input: other, left: 20, top: 10 }])
			.raw()
			.toBuffer({ resolveWithObject: true });
		const picture = { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
		expect(await chain.read(picture, 'still')).toMatchObject({ text: 'AIMED-AT' });
		expect(await chain.read(picture, 'frame')).toMatchObject({ text: 'AIMED-AT' });
	});
});

describe('a miss', () => {
	afterEach(() => vi.restoreAllMocks());

	it('is null and says nothing on the console, however often', async () => {
		const warn = vi.spyOn(console, 'warn');
		expect(await chain.read(blank(), 'still')).toBeNull();
		for (let frame = 0; frame < 13; frame++) expect(await chain.read(blank(), 'frame')).toBeNull();
		expect(await createChain(null).read(blank(), 'still')).toBeNull();
		expect(warn).not.toHaveBeenCalled();
	});
});

describe('without WebAssembly', () => {
	it.each([
		[{ bcid: 'code128', text: 'PR-204' }, 'PR-204', 'code-128'],
		[{ bcid: 'code39', text: 'AB/C123' }, 'AB/C123', 'code-39'],
		[{ bcid: 'ean13', text: '4006381333931' }, '4006381333931', 'ean-13'],
		[{ bcid: 'qrcode', text: 'WO-8812' }, 'WO-8812', 'qr-code'],
		[{ bcid: 'datamatrix', text: 'MT-0417' }, 'MT-0417', 'data-matrix'],
		[{ bcid: 'gs1-128', text: '(01)09506000134352(10)A1(21)B2' }, '010950600013435210A1\u001d21B2', 'code-128'],
		[{ bcid: 'gs1datamatrix', text: '(01)09506000134352(10)A1(21)B2' }, '010950600013435210A1\u001d21B2', 'data-matrix']
	] as const)('%j is read all the same', async (options, text, symbology) => {
		expect(await createChain(null).read(await draw(options), 'frame')).toMatchObject({ text, symbology });
	});

	it('still knows that a code holds GS1 elements', async () => {
		const picture = await draw({ bcid: 'gs1-128', text: '(01)09506000134352' });
		expect(await createChain(null).read(picture, 'still')).toMatchObject({ symbologyIdentifier: ']C1' });
	});
});
