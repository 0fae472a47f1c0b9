/** Records in quarantine that a device's chain goes on from: the numbers that its entries leave out, and why they may. */
import type { Reader } from '../db';

export interface AsideLink {
	device: string;
	seq: number;
	hash: string;
	json: string;
	/** It came in damaged: what follows cannot be checked against it. */
	breaks: boolean;
}

/** Released, a record stands in both tables, and an entry may have come in the place of a damaged one: those are entries. */
export function asideLinks(reader: Reader, site: string) {
	return reader
		.selectFrom('quarantine')
		.select(['device', 'seq', 'hash', 'json', 'link'])
		.where('site', '=', site)
		.where('link', '!=', 'apart')
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('entries')
						.select('entries.position')
						.whereRef('entries.site', '=', 'quarantine.site')
						.whereRef('entries.device', '=', 'quarantine.device')
						.whereRef('entries.seq', '=', 'quarantine.seq')
				)
			)
		);
}

/** All of a site's, in the order of each device's chain. */
export async function readAside(reader: Reader, site: string): Promise<AsideLink[]> {
	const rows = await asideLinks(reader, site).orderBy('device').orderBy('seq').execute();
	return rows.map(({ link, ...row }) => ({ ...row, breaks: link === 'breaks' }));
}
