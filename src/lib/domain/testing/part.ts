/** A part to inspect, as small as one can be: one view, one class. For tests only. */
import type { Part } from '../site';

export const TILE: Part = {
	id: 'part-1',
	number: 'MT-0417',
	revision: 'C',
	name: 'Magnetic tile',
	family: 'tiles',
	gtin: null,
	classes: [{ id: 'crack', name: 'Crack', severity: 'critical' }],
	plan: { version: 1, views: [{ id: 'face', name: 'Face', hint: '', frame: { x: 0, y: 0, width: 1, height: 1 } }] },
	drawing: null,
	samplePictures: null,
	sample: false
};
