import { describe, expect, it } from 'vitest';
import type { FaultCatalogue } from './catalogue';
import { readFmea, writeFmea } from './fmea';

const EMPTY: FaultCatalogue = { version: 1, symptoms: [], causes: [], signs: [] };

const TABLE = [
	[
		'Ursache',
		'Komponente',
		'Maschinenart',
		'Bedeutung',
		'Auftreten',
		'Fehlerfolge',
		'Fehlercode',
		'Anteil',
		'Prüfung',
		'Zeigt',
		'Abhilfe',
		'RPZ'
	],
	[
		'Pumpe verschlissen',
		'Pumpe',
		'Presse',
		'7',
		'5',
		'Druck zu niedrig',
		'E31; E32',
		'80 %',
		'Lecköl messen',
		'über 2 l',
		'Pumpe tauschen',
		'140'
	],
	['', '', '', '', '', 'Läuft heiß', '', '0,5', '', '', 'Öl wechseln', ''],
	['Dichtung undicht', 'Dichtung', 'Presse', 'kritisch', '', 'Druck zu niedrig', '', '', '', '', '', '']
];

describe('a failure analysis', () => {
	it('becomes causes with their signs, checks and remedies, merged cells included', () => {
		const { catalogue, taken, faults, columns, addedCauses, addedSymptoms } = readFmea(TABLE, EMPTY);
		expect({ taken, faults, ignored: columns.ignored }).toEqual({ taken: 3, faults: [], ignored: ['RPZ'] });
		expect(addedCauses).toEqual(['Pumpe verschlissen', 'Dichtung undicht']);
		expect(addedSymptoms).toEqual(['Druck zu niedrig', 'Läuft heiß']);
		expect(catalogue.causes).toMatchObject([
			{
				...{ id: 'pumpe-verschlissen', component: 'Pumpe', assetKinds: ['Presse'], severity: 'major', occurrence: 5 },
				checks: [{ name: 'Lecköl messen', shows: 'über 2 l', minutes: 5 }],
				remedies: ['Pumpe tauschen', 'Öl wechseln']
			},
			{ id: 'dichtung-undicht', severity: 'critical', checks: [], remedies: [] }
		]);
		expect(catalogue.signs).toEqual([
			{ causeId: 'pumpe-verschlissen', sign: 'druck-zu-niedrig', share: 0.8 },
			{ causeId: 'pumpe-verschlissen', sign: 'code:E31', share: 0.8 },
			{ causeId: 'pumpe-verschlissen', sign: 'code:E32', share: 0.8 },
			{ causeId: 'pumpe-verschlissen', sign: 'lauft-heiss', share: 0.5 },
			{ causeId: 'dichtung-undicht', sign: 'druck-zu-niedrig', share: 0.5 }
		]);
	});

	it('takes nothing away: what it does not name stays as it is', () => {
		const before = readFmea(TABLE, EMPTY).catalogue;
		const rows = [
			['Cause', 'Occurrence', 'Remedy'],
			['PUMPE VERSCHLISSEN', '9', 'Filter wechseln']
		];
		const { catalogue, addedCauses, changedCauses } = readFmea(rows, before);
		expect([addedCauses, changedCauses]).toEqual([[], ['Pumpe verschlissen']]);
		expect(catalogue.signs).toEqual(before.signs);
		expect(catalogue.causes[1]).toEqual(before.causes[1]);
		expect(catalogue.causes[0]).toEqual({
			...before.causes[0],
			occurrence: 9,
			remedies: ['Pumpe tauschen', 'Öl wechseln', 'Filter wechseln']
		});
	});

	it('says row by row what it could not take, and takes the others', () => {
		const rows = [
			['Cause', 'Severity', 'Occurrence', 'Symptom', 'Share', 'Mechanism', 'Shows'],
			['', '', '', 'Hot', '', '', ''],
			['A', 'huge', '', '', '', '', ''],
			['B', '', '11', '', '', '', ''],
			['C', '', '', 'Hot', '140%', '', ''],
			['D', '', '', '', '40%', '', ''],
			['E', '', '', '', '', '7.9', ''],
			['F', '', '', '', '', '', 'red'],
			['G'.repeat(121), '', '', '', '', '', ''],
			['H', 'minor', '2', 'Hot', '1', '2.4 Wear', '']
		];
		const { faults, taken, catalogue } = readFmea(rows, EMPTY);
		expect(faults.map(({ row, fault }) => `${row} ${fault}`)).toEqual([
			'2 no-cause',
			'3 bad-severity',
			'4 bad-occurrence',
			'5 bad-share',
			'6 belongs-to-nothing',
			'7 unknown-code',
			'8 belongs-to-nothing',
			'9 too-long'
		]);
		expect(taken).toBe(1);
		expect(catalogue.causes).toMatchObject([{ name: 'H', severity: 'minor', mechanism: '2.4' }]);
		expect(catalogue.signs).toEqual([{ causeId: 'h', sign: 'hot', share: 1 }]);
	});

	it('offers a symptom wherever a cause shows it', () => {
		const rows = [
			['Cause', 'Asset kind', 'Symptom'],
			['A', 'Press', 'Hot'],
			['B', 'Mill', 'Hot'],
			['C', '', 'Loud'],
			['D', 'Mill', 'Loud']
		];
		expect(readFmea(rows, EMPTY).catalogue.symptoms).toMatchObject([
			{ name: 'Hot', assetKinds: ['Press', 'Mill'] },
			{ name: 'Loud', assetKinds: [] }
		]);
	});

	it('is written so that reading it again changes nothing', () => {
		const { catalogue } = readFmea(TABLE, EMPTY);
		const again = readFmea(writeFmea(catalogue), catalogue);
		expect([again.faults, again.addedCauses, again.changedCauses, again.addedSymptoms]).toEqual([[], [], [], []]);
		const anew = readFmea(writeFmea(catalogue), EMPTY);
		expect(anew.catalogue).toEqual(catalogue);
	});
});
