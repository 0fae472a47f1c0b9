/** The demo site's audits: invented, plausible for its machines, and marked as samples. */
import type { AuditItem, AuditSection, AuditTemplate, ItemKind } from '$lib/domain/audit/template';

const PASS_FAIL: ItemKind = { kind: 'pass-fail', allowNotApplicable: true };

function item(id: string, text: string, changes: Partial<AuditItem> = {}): AuditItem {
	return {
		...{ id, text, help: '', type: PASS_FAIL, required: true, evidence: ['photo-on-fail'], weight: 1 },
		...{ critical: false, when: null, constraint: null, assetId: null },
		...changes
	};
}

function section(id: string, name: string, items: AuditItem[], changes: Partial<AuditSection> = {}): AuditSection {
	return { id, name, when: null, repeat: null, items, ...changes };
}

const COMMON = { version: 1, retired: false, sample: true } as const;

const FIRE_SAFETY: AuditTemplate = {
	...COMMON,
	id: 'template-fire-safety',
	name: 'Shift start: fire and safety',
	kind: 'audit',
	passAt: 0.85,
	askPlace: true,
	signedBy: ['auditor', 'quality-engineer', 'supervisor', 'admin'],
	sections: [
		section('ways-out', 'Ways out', [
			item('exits-free', 'Every emergency exit opens, and nothing stands in front of it', {
				help: 'Walk to each door and push it open.',
				critical: true,
				weight: 3,
				evidence: ['photo-on-fail', 'note-on-fail']
			}),
			item('exit-signs', 'The green signs are lit and can be seen from the machines'),
			item('exit-blocked-by', 'What is in the way?', {
				type: {
					kind: 'choice',
					several: true,
					choices: [
						{ id: 'pallets', name: 'Pallets', score: null, fails: false },
						{ id: 'waste', name: 'Waste', score: null, fails: false },
						{ id: 'vehicle', name: 'A vehicle', score: null, fails: false },
						{ id: 'locked', name: 'Nothing: it is locked', score: null, fails: false }
					]
				},
				evidence: [],
				weight: 0,
				when: { op: 'failed', item: 'exits-free' }
			})
		]),
		section(
			'extinguishers',
			'Extinguishers',
			[
				item('extinguisher-code', 'Scan the label', {
					type: { kind: 'barcode', expected: null },
					weight: 0,
					evidence: []
				}),
				item('extinguisher-pressure', 'What does the gauge show?', {
					type: { kind: 'number', unit: 'bar', min: 12, max: 18, decimals: 1 },
					help: 'Outside of 12 to 18 bar it has to be exchanged.',
					constraint: {
						holds: { op: 'at-most', item: 'extinguisher-pressure', value: 40 },
						message: 'No gauge goes that far: read it again'
					}
				}),
				item('extinguisher-seal', 'The seal is whole, and the check is not older than two years'),
				item('extinguisher-photo', 'Photo of the label', {
					type: { kind: 'photo', least: 1, assist: null },
					weight: 0,
					evidence: [],
					when: {
						op: 'any',
						of: [
							{ op: 'failed', item: 'extinguisher-seal' },
							{ op: 'failed', item: 'extinguisher-pressure' }
						]
					}
				})
			],
			{ repeat: { label: 'Extinguisher', most: 30 } }
		),
		section('press-line', 'Press line', [
			item('guard', 'Guards are closed, and the press stops when one is opened', {
				assetId: 'asset-press-1',
				critical: true,
				weight: 3
			}),
			item('tile-sample', 'A tile from the first lot', {
				help: 'The model looks at it first. You decide.',
				type: {
					kind: 'photo',
					least: 1,
					assist: { partId: 'part-mt-0417-c', frame: { x: 0, y: 0, width: 1, height: 1 } }
				},
				weight: 0,
				evidence: []
			}),
			item('floor', 'How is the floor?', {
				type: {
					kind: 'choice',
					several: false,
					choices: [
						{ id: 'dry', name: 'Dry and clear', score: 2, fails: false },
						{ id: 'dusty', name: 'Dusty', score: 1, fails: false },
						{ id: 'oil', name: 'Oil or water', score: 0, fails: true }
					]
				}
			}),
			item('furnace-temperature', 'Wall of the furnace, by hand-held thermometer', {
				assetId: 'asset-furnace',
				type: { kind: 'number', unit: '°C', min: null, max: 60, decimals: 0 }
			})
		]),
		section('end', 'In closing', [
			item('remarks', 'Anything the next shift should know', {
				type: { kind: 'text', multiline: true },
				required: false,
				evidence: [],
				weight: 0
			})
		])
	]
};

const LUBRICATION_WALK: AuditTemplate = {
	...COMMON,
	id: 'template-press-walk',
	name: 'Morning walk: presses and furnace',
	kind: 'walk',
	passAt: null,
	askPlace: false,
	signedBy: ['auditor', 'quality-engineer', 'supervisor', 'admin'],
	sections: [
		section('press-1', 'PR-01 Magnet press 1', [
			item('press-1-oil', 'Oil level', {
				assetId: 'asset-press-1',
				type: { kind: 'number', unit: '%', min: 40, max: 95, decimals: 0 }
			}),
			item('press-1-leak', 'No oil under the press', { assetId: 'asset-press-1' }),
			item('press-1-noise', 'No noise that was not there yesterday', { assetId: 'asset-press-1' })
		]),
		section('press-2', 'PR-02 Magnet press 2', [
			item('press-2-oil', 'Oil level', {
				assetId: 'asset-press-2',
				type: { kind: 'number', unit: '%', min: 40, max: 95, decimals: 0 }
			}),
			item('press-2-leak', 'No oil under the press', { assetId: 'asset-press-2' })
		]),
		section('furnace', 'FU-01 Sinter furnace', [
			item('furnace-gas', 'Protective gas', {
				assetId: 'asset-furnace',
				type: { kind: 'number', unit: 'l/min', min: 8, max: 14, decimals: 1 }
			}),
			item('furnace-door', 'The seal of the door is whole', { assetId: 'asset-furnace' })
		]),
		section('mill', 'CNC-03 Milling centre 3', [
			item('mill-coolant', 'Coolant, by refractometer', {
				assetId: 'asset-mill-3',
				type: { kind: 'number', unit: '%', min: 6, max: 9, decimals: 1 }
			}),
			item('mill-chips', 'Chips are cleared away', { assetId: 'asset-mill-3' })
		])
	]
};

export const DEMO_TEMPLATES: readonly AuditTemplate[] = [FIRE_SAFETY, LUBRICATION_WALK];
