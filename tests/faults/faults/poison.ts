/** A record in the middle of the queue that no server can take. */
import { expect } from '../../e2e/journey';
import type { Fault } from '../harness/fault';
import { addPoison, POISONS } from '../harness/poison';

export const poisonRecord: Fault = {
	name: 'poison record in the middle',
	runs: 20,
	how: 'between two decisions a record is put into the tablet’s queue by turns with a body that its type cannot have, of a type that does not exist, with another signature, and that is no entry at all',
	settled: { badge: /needs? attention/ },
	async run({ site, inspector, tell }, index) {
		const poison = POISONS[index % POISONS.length] ?? 'unsound body';
		await inspector.tablet.setOffline(true);
		await inspector.decide();
		inspector.apart.add(await addPoison(inspector.page, poison));
		await inspector.decide();
		await inspector.tablet.setOffline(false);
		await inspector.drained({ badge: /needs? attention/ });
		await inspector.page.goto('/queue?tab=waiting');
		await expect(inspector.page.getByText(/kept this record apart/).first()).toBeVisible();
		const apart = await (await site.ask('/admin/quarantine')).text();
		expect(apart).toContain(inspector.name);
		tell(`in quarantine with its reason, ${poison}`);
		await inspector.page.goto('/inspect');
		await inspector.unlock();
	}
};
