/** A failure analysis taken into the catalogue, first to be looked at, and the catalogue as such a table. */
import { readFmea, writeFmea, type FmeaReading } from '$lib/domain/fault/fmea';
import type { Account } from '../auth';
import { refuseUnlessMay } from '../auth';
import type { Core } from '../core';
import { BYTE_ORDER_MARK, csvLine } from '../ledger/csv-text';
import { changeCatalogue, readCatalogue } from './change';

export interface ImportPreview extends Omit<FmeaReading, 'catalogue' | 'columns'> {
	/** The version that this would change. */
	basedOn: number;
	/** Each column that was understood, by what it holds, and its own header. */
	columns: { field: string; header: string }[];
	ignored: string[];
}

/** What taking the table in would change. Throws `forbidden`. */
export async function previewImport(
	{ db }: Core,
	site: string,
	by: Account,
	rows: readonly string[][]
): Promise<ImportPreview> {
	refuseUnlessMay(by, 'catalogue.manage');
	const current = await readCatalogue(db, site);
	const { catalogue: _, columns, ...reading } = readFmea(rows, current);
	const headers = rows[0] ?? [];
	return {
		...reading,
		basedOn: current.version,
		columns: [...columns.at].map(([field, index]) => ({ field, header: headers[index] ?? '' })),
		ignored: columns.ignored
	};
}

/** Publishes it. False, and nothing is changed, where the catalogue is no longer the one that was looked at. Throws `forbidden` or `too-large`. */
export async function importCatalogue(
	core: Core,
	site: string,
	by: Account,
	rows: readonly string[][],
	basedOn: number
): Promise<boolean> {
	let isTaken = false;
	await changeCatalogue(core, site, by, (current) => {
		if (current.version !== basedOn) return null;
		isTaken = true;
		return readFmea(rows, current).catalogue;
	});
	return isTaken;
}

/** As CSV, which an import reads again without a change. */
export async function exportCatalogue({ db }: Core, site: string): Promise<string> {
	const lines = writeFmea(await readCatalogue(db, site)).map(csvLine);
	return BYTE_ORDER_MARK + lines.join('');
}
