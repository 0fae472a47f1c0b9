// A grey picture that surfaces and defects are drawn into.
import sharp from 'sharp';
import { bell } from './noise.mjs';

export const WIDTH = 640;
export const HEIGHT = 480;

/** @typedef {import('./noise.mjs').Chance} Chance */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box in px */

export class Picture {
	/** Brightness by pixel, 0 to 255, row by row. */
	light = new Float32Array(WIDTH * HEIGHT);

	/**
	 * @param {Box} box Where the part lies; the rest is bench.
	 * @param {(x: number, y: number) => boolean} [covers] Which pixels of the box belong to the part; all by default.
	 */
	constructor(box, covers = () => true) {
		this.box = box;
		this.covers = (/** @type {number} */ x, /** @type {number} */ y) =>
			x >= box.left && x <= box.right && y >= box.top && y <= box.bottom && covers(x, y);
	}

	/** A point of the part with part all around it for `margin` px. */
	somewhere(/** @type {Chance} */ next, margin = 60) {
		const { left, top, right, bottom } = this.box;
		for (let attempt = 0; attempt < 400; attempt++) {
			const x = left + next() * (right - left);
			const y = top + next() * (bottom - top);
			const around = [0, 1, 2, 3, 4, 5, 6, 7].map((eighth) => (eighth * Math.PI) / 4);
			if (around.every((angle) => this.covers(x + margin * Math.cos(angle), y + margin * Math.sin(angle))))
				return { x, y };
		}
		throw new Error(`no place ${margin} px from every edge`);
	}

	/** Changes every pixel within a box. */
	shade(/** @type {Box} */ box, /** @type {(light: number, x: number, y: number) => number} */ change) {
		const bottom = Math.min(HEIGHT, Math.ceil(box.bottom));
		const right = Math.min(WIDTH, Math.ceil(box.right));
		for (let y = Math.max(0, Math.floor(box.top)); y < bottom; y++) {
			for (let x = Math.max(0, Math.floor(box.left)); x < right; x++) {
				const at = y * WIDTH + x;
				this.light[at] = change(this.light[at] ?? 0, x, y);
			}
		}
	}

	/** Multiplies brightness around a point: `strength` at its centre, fading to nothing at `radius`. */
	dab(
		/** @type {number} */ cx,
		/** @type {number} */ cy,
		/** @type {number} */ radius,
		/** @type {number} */ strength
	) {
		const box = { left: cx - radius, top: cy - radius, right: cx + radius + 1, bottom: cy + radius + 1 };
		this.shade(box, (light, x, y) => {
			const distance = Math.hypot(x - cx, y - cy) / radius;
			return distance >= 1 ? light : light * (1 + (strength - 1) * (1 - distance * distance));
		});
	}

	/** Adds the camera's own noise and writes a JPEG. */
	async save(/** @type {string} */ path, /** @type {Chance} */ next) {
		const bytes = Buffer.alloc(WIDTH * HEIGHT);
		for (let at = 0; at < bytes.length; at++) {
			bytes[at] = Math.min(255, Math.max(0, Math.round((this.light[at] ?? 0) + bell(next) * 2.2)));
		}
		await sharp(bytes, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
			.jpeg({ quality: 85 })
			.toFile(path);
	}
}
