// Draws the app's icons into static/: run it after changing the mark, and commit what it writes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { main, ROOT } from './run.mjs';

const GROUND = '#0b4f6c';
const LINE = '#ffffff';

/**
 * The mark: a viewfinder's corners around a tick, what the model framed and a person signed off.
 *
 * @param {{ size: number, corner: number, scale: number }} options `corner` rounds the ground, `scale` of the mark on it.
 */
function icon({ size, corner, scale }) {
	const at = (1 - scale) * 256;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="${size}" height="${size}">
<rect width="512" height="512" rx="${corner}" fill="${GROUND}"/>
<g transform="translate(${at} ${at}) scale(${scale})" fill="none" stroke="${LINE}" stroke-linecap="round" stroke-linejoin="round">
<path stroke-width="30" stroke-opacity="0.62" d="M84 176V116q0-32 32-32h60M336 84h60q32 0 32 32v60M428 336v60q0 32-32 32h-60M176 428h-60q-32 0-32-32v-60"/>
<path stroke-width="50" d="m160 268 68 68 130-156"/>
</g></svg>
`;
}

await main(async () => {
	const folder = join(ROOT, 'static/icons');
	mkdirSync(folder, { recursive: true });
	const png = (/** @type {string} */ name, /** @type {Parameters<typeof icon>[0]} */ options) =>
		sharp(Buffer.from(icon(options)))
			.png({ palette: true, compressionLevel: 9 })
			.toFile(join(folder, name));
	writeFileSync(join(ROOT, 'static/favicon.svg'), icon({ size: 512, corner: 112, scale: 0.94 }));
	await png('icon-192.png', { size: 192, corner: 112, scale: 0.94 });
	await png('icon-512.png', { size: 512, corner: 112, scale: 0.94 });
	// Launchers cut these to their own shape: the ground fills the square, the mark stays in the safe middle.
	await png('maskable-192.png', { size: 192, corner: 0, scale: 0.72 });
	await png('maskable-512.png', { size: 512, corner: 0, scale: 0.72 });
	await png('apple-touch-icon.png', { size: 180, corner: 0, scale: 0.86 });
});
