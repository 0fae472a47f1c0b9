/** Tightens people's oversight by itself, in the transaction that brought what they did: no decision is counted and left without it. */
import { rubberStampRates, tightensBecause } from '$lib/domain/rubber-stamp';
import { DEFAULT_SITE_SETTINGS, oversightOf } from '$lib/domain/site-settings';
import type { Core } from '../core';
import type { WorkingCopy } from '../projections';
import { appendServiceEntries, BY_SERVER, type ServiceStatement } from './service-entries';

/** Looks at everybody whose conduct this transaction knows, once `copy` is saved. Whoever is tightened already is not again. */
export async function tightenWhereDue(core: Core, copy: WorkingCopy): Promise<void> {
	const settings = (await copy.readDocument('site-settings', 'current')) ?? DEFAULT_SITE_SETTINGS;
	const oversight = oversightOf(settings);
	const statements: ServiceStatement[] = [];
	for (const { person, conduct, tightened } of copy.conduct.known()) {
		if (tightened) continue;
		const rates = rubberStampRates(conduct, oversight);
		const because = tightensBecause(rates);
		if (because === null) continue;
		const { rate, limit, of } = rates[because];
		statements.push({ type: 'oversight.tightened', body: { personId: person, because, rate, limit, of } });
	}
	if (statements.length > 0) await appendServiceEntries(core, copy.tx, copy.site, BY_SERVER, statements);
}
