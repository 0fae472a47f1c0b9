// Draws the pictures and drawings of the demo site's parts into static/samples, so that the whole loop can be tried without a
// camera. All of it is drawn from random numbers with fixed seeds: no photo of anybody's part is in there.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, ROOT } from './run.mjs';
import * as defect from './samples/defects.mjs';
import { drawPart } from './samples/drawings.mjs';
import { between, chance } from './samples/noise.mjs';
import * as surface from './samples/surfaces.mjs';

const TARGET = join(ROOT, 'static/samples');

/** How many pictures of each class and view to learn from, and how many to try the result on. */
const MANY = { good: { teach: 20, try: 4 }, defect: { teach: 6, try: 2 } };
const FEW = { good: { teach: 10, try: 2 }, defect: { teach: 4, try: 1 } };

/** @typedef {Record<string, import('./samples/defects.mjs').Defect>} Defects By class id. */
/** @typedef {{ id: string, surface: import('./samples/surfaces.mjs').Surface, defects: Defects }} SampleView */

/**
 * @typedef {object} SamplePart The numbers, views and classes are those of the demo site (src/lib/server/setup/demo-site.ts).
 * @property {string} number
 * @property {typeof MANY} counts
 * @property {SampleView[]} views
 * @property {Omit<Parameters<typeof drawPart>[0], 'number'>} drawing
 */

const PLATE_DEFECTS = { scratch: defect.scratch, dent: defect.dent, stain: defect.stain };

/** @type {SamplePart[]} */
const PARTS = [
	{
		number: 'MT-0417',
		counts: MANY,
		views: [
			{
				id: 'top',
				surface: surface.groundTile,
				defects: {
					blowhole: defect.blowhole,
					break: defect.brokenEdge,
					crack: defect.crack,
					fray: defect.fray,
					uneven: defect.uneven
				}
			}
		],
		drawing: {
			name: 'Magnetic tile',
			material: 'ferrite',
			scale: '2 : 1',
			pxPerMm: 6.4,
			shape: { width: 52, height: 40, thickness: 8, radius: 1, holes: [] }
		}
	},
	{
		number: 'HP-2203',
		counts: FEW,
		views: [
			{ id: 'face', surface: surface.plateFront, defects: PLATE_DEFECTS },
			{ id: 'back', surface: surface.plateBack, defects: PLATE_DEFECTS }
		],
		drawing: {
			name: 'Housing plate',
			material: 'EN AW-6082',
			scale: '1 : 1',
			pxPerMm: 3,
			shape: {
				width: 120,
				height: 90,
				thickness: 12,
				radius: 2,
				holes: [
					{ x: -50, y: -35, d: 8 },
					{ x: 50, y: -35, d: 8 },
					{ x: -50, y: 35, d: 8 },
					{ x: 50, y: 35, d: 8 }
				]
			}
		}
	},
	{
		number: 'PB-1180',
		counts: FEW,
		views: [
			{ id: 'flange', surface: surface.flange, defects: { porosity: defect.porosity, crack: defect.crack } },
			{ id: 'bore', surface: surface.inletBore, defects: { porosity: defect.porosity } },
			{
				id: 'outside',
				surface: surface.castWall,
				defects: { porosity: defect.porosity, crack: defect.crack, 'cold-shut': defect.coldShut }
			}
		],
		drawing: {
			name: 'Pump body',
			material: 'EN-GJL-250',
			scale: '1 : 2',
			pxPerMm: 1.7,
			shape: {
				width: 200,
				height: 150,
				thickness: 70,
				radius: 4,
				holes: [
					{ x: 0, y: 0, d: 64 },
					{ x: -78, y: -54, d: 13 },
					{ x: 78, y: -54, d: 13 },
					{ x: -78, y: 54, d: 13 },
					{ x: 78, y: 54, d: 13 }
				]
			}
		}
	}
];

/** One picture: a fresh part of its own, and the defect of its class on it. */
async function drawPicture(
	/** @type {SampleView} */ view,
	/** @type {string} */ kind,
	/** @type {string} */ path,
	/** @type {string} */ seed
) {
	const next = chance(seed);
	const picture = view.surface(next);
	view.defects[kind]?.(picture, next);
	const exposure = between(next, 0.92, 1.08);
	picture.shade({ left: 0, top: 0, right: Infinity, bottom: Infinity }, (light) => light * exposure);
	await picture.save(path, next);
}

/**
 * @returns {Promise<{ part: string, list: string, drawing: string, pictures: number }>} Addresses as the app asks for them.
 */
async function drawSamples(/** @type {SamplePart} */ part) {
	const name = part.number.toLowerCase();
	const folder = join(TARGET, name);
	mkdirSync(folder, { recursive: true });
	const pictures = [];
	for (const view of part.views) {
		for (const kind of ['good', ...Object.keys(view.defects)]) {
			for (const [use, count] of Object.entries(kind === 'good' ? part.counts.good : part.counts.defect)) {
				for (let index = 1; index <= count; index++) {
					const file = `${view.id}-${kind}-${use}-${String(index).padStart(2, '0')}.jpg`;
					await drawPicture(view, kind, join(folder, file), `${part.number}/${file}`);
					pictures.push({ url: `/samples/${name}/${file}`, view: view.id, class: kind, use });
				}
			}
		}
	}
	writeFileSync(join(folder, 'index.json'), JSON.stringify({ sample: true, part: part.number, pictures }, null, '\t'));
	writeFileSync(join(TARGET, 'drawings', `${name}.svg`), drawPart({ number: part.number, ...part.drawing }));
	return {
		part: part.number,
		list: `/samples/${name}/index.json`,
		drawing: `/samples/drawings/${name}.svg`,
		pictures: pictures.length
	};
}

await main(async () => {
	rmSync(TARGET, { recursive: true, force: true });
	mkdirSync(join(TARGET, 'drawings'), { recursive: true });
	const parts = [];
	for (const part of PARTS) parts.push(await drawSamples(part));
	writeFileSync(join(TARGET, 'index.json'), JSON.stringify({ sample: true, parts }, null, '\t'));
});
