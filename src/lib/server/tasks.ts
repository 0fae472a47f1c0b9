/** What a server does by itself, and how often. */
import { settleCases } from './actions';
import type { Task } from './background';
import { forgetDelivered, type Courier } from './connectors';
import type { Core } from './core';
import { markOverdue } from './jobs';
import { readSite } from './ledger';

const SECOND_MS = 1000;
const HOUR_MS = 60 * 60 * SECOND_MS;

export function tasksOf(core: Core, courier: Courier): Task[] {
	/** Nothing to do before the first run. */
	const onSite = (work: (site: string, stopping: AbortSignal) => Promise<unknown>) => async (stopping: AbortSignal) => {
		const site = await readSite(core.db);
		if (site) await work(site.id, stopping);
	};
	return [
		// Index look-ups when nothing is due. People look at a countdown to its last second.
		{ name: 'ask the next in line', everyMs: SECOND_MS, run: onSite((site) => markOverdue(core, site)) },
		{ name: 'settle cases', everyMs: SECOND_MS, run: onSite((site) => settleCases(core, site)) },
		{
			name: 'send webhooks',
			everyMs: SECOND_MS,
			run: onSite((site, stopping) => courier.look(site, stopping)),
			ended: () => courier.ended()
		},
		{ name: 'forget webhooks', everyMs: HOUR_MS, run: onSite((site) => forgetDelivered(core, site)) }
	];
}
