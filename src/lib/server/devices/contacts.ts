/** When each device was last heard of: written down at most once a minute, so that reading costs no write. */
import type { RequestDevice } from '../auth';
import type { Core } from '../core';

const EVERY_MS = 60_000;
const KEPT_DEVICES = 10_000;

export class Contacts {
	readonly #noted = new Map<string, number>();

	constructor(private readonly core: Pick<Core, 'db' | 'now'>) {}

	/** A call that the device's key signed. `app` is the version of the app, as the tablet says. */
	async note(site: string, { device, skewMs }: RequestDevice, app: string | null): Promise<void> {
		const now = this.core.now();
		if (now.getTime() - (this.#noted.get(device.id) ?? 0) < EVERY_MS) return;
		if (this.#noted.size >= KEPT_DEVICES) this.#noted.clear();
		this.#noted.set(device.id, now.getTime());
		const contact = { at: now.toISOString(), skew_ms: skewMs, app: app?.slice(0, 40) ?? null };
		await this.core.db
			.insertInto('contacts')
			.values({ site, device: device.id, ...contact })
			.onConflict((conflict) => conflict.columns(['site', 'device']).doUpdateSet(contact))
			.execute();
	}
}
