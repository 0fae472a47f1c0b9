/** Takes what another system says of machines into the ledger, each reading once. */
import type { AssetReading } from '$lib/domain/fault/repair';
import type { ReadingsResponse, SentReading } from '$lib/wire';
import type { Core } from '../core';
import { isOneOf } from '../db';
import { derivedId } from '../derived-id';
import { appendServiceEntries, BY_SERVER, lockSite, type ServiceStatement } from '../ledger';
import { readDocuments } from '../projections';

/** All that can be taken is, in one transaction. */
export async function takeReadings(
	core: Core,
	site: string,
	sourceId: string,
	sent: readonly SentReading[]
): Promise<ReadingsResponse> {
	return core.db.transaction().execute(async (tx) => {
		// Two calls with the same reading wait for each other here.
		await lockSite(tx, site);
		const assets = new Map((await readDocuments(tx, site, 'asset')).map(({ code, id }) => [code, id]));
		// The entry's own id follows from the reading's: what is in the ledger is known by that alone.
		const entryOf = ({ id: externalId }: SentReading) => derivedId({ site, sourceId, externalId });
		const known = await tx
			.selectFrom('entries')
			.select('id')
			.where('site', '=', site)
			.where(isOneOf(tx, 'id', sent.map(entryOf)))
			.execute();
		const taken = new Set(known.map(({ id }) => id));
		const statements: ServiceStatement[] = [];
		const results = sent.map((reading): ReadingsResponse['results'][number] => {
			const assetId = assets.get(reading.asset);
			if (assetId === undefined) return { id: reading.id, result: 'unknown-asset' };
			const entry = entryOf(reading);
			if (taken.has(entry)) return { id: reading.id, result: 'duplicate' };
			taken.add(entry);
			const { id: externalId, at, codes, replaced } = reading;
			const body: AssetReading = { assetId, at, codes, replaced, sourceId, externalId };
			statements.push({ type: 'asset.read', id: entry, body });
			return { id: reading.id, result: 'stored' };
		});
		if (statements.length > 0) await appendServiceEntries(core, tx, site, BY_SERVER, statements);
		return { results };
	});
}
