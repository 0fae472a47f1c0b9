/**
 * Takes messages to their receivers: each at least once, those about one suggestion in their order, and each connector on its own, so that
 * a receiver that is slow or away holds nobody else up.
 */
import type { Connector } from '$lib/domain/connector';
import type { Core } from '../core';
import { lockFor, type DeliveryRow, type Reader } from '../db';
import { appendServiceEntries, BY_SERVER, lockSite } from '../ledger';
import { readConnector, readConnectors } from '../projections';
import { post, type Answer } from './post';
import { waitAfter } from './schedule';
import { signatureHeaders } from './signature';

/** Sent to one receiver at a time. */
const AT_ONCE = 8;

/**
 * How long a server has a message for itself: longer than any attempt takes. One that was killed meanwhile leaves it to whoever looks
 * after that.
 */
const LEASE_MS = 60_000;

/** What came of an attempt. */
export type Outcome = 'delivered' | 'failed' | 'dead';

export class Courier {
	/** Connectors that are being served, each by one loop. */
	readonly #serving = new Map<string, Promise<void>>();

	constructor(
		private readonly core: Core,
		private readonly count: (outcome: Outcome) => void
	) {}

	/** Begins to send what is due. Returns before it has been sent. */
	async look(site: string, stopping: AbortSignal): Promise<void> {
		for (const connector of await readConnectors(this.core.db, site)) {
			if (connector.state !== 'active' || this.#serving.has(connector.id)) continue;
			const served = this.#serve(site, connector, stopping)
				.catch((error: unknown) => this.core.log.error({ error }, 'webhooks could not be sent'))
				.finally(() => this.#serving.delete(connector.id));
			this.#serving.set(connector.id, served);
		}
	}

	/** Resolves when nothing is being sent any more. */
	async ended(): Promise<void> {
		await Promise.all(this.#serving.values());
	}

	async #serve(site: string, { id }: Connector, stopping: AbortSignal): Promise<void> {
		while (!stopping.aborted) {
			// As it is now: the loop may go on for long, and somebody may have paused it.
			const connector = await readConnector(this.core.db, site, id);
			if (connector?.state !== 'active') return;
			const claimed = await this.#claim(site, id);
			if (claimed.length === 0) return;
			const secrets = await readSecrets(this.core.db, site, id, this.core.now());
			await Promise.all(claimed.map((delivery) => this.#attempt(connector, secrets, delivery)));
		}
	}

	/** Messages that are due, which this server now has for itself: of each suggestion the first that was not delivered. */
	async #claim(site: string, connector: string): Promise<DeliveryRow[]> {
		const now = this.core.now();
		const nowText = now.toISOString();
		const isDue = this.#due(this.core.db, site, connector, nowText);
		// Mostly there is nothing: no transaction is begun to find that out.
		if ((await isDue.limit(1).execute()).length === 0) return [];
		return this.core.db.transaction().execute(async (tx) => {
			await lockFor(tx, `deliveries ${site} ${connector}`);
			const rows = await this.#due(tx, site, connector, nowText).limit(AT_ONCE).execute();
			const leased_until = new Date(now.getTime() + LEASE_MS).toISOString();
			const claimed = rows.map((row) => ({ ...row, attempts: row.attempts + 1, leased_until }));
			for (const { entry, attempts } of claimed) {
				await tx
					.updateTable('deliveries')
					.set({ attempts, leased_until })
					.where('site', '=', site)
					.where('connector', '=', connector)
					.where('entry', '=', entry)
					.execute();
			}
			return claimed;
		});
	}

	#due(reader: Reader, site: string, connector: string, now: string) {
		return reader
			.selectFrom('deliveries')
			.selectAll()
			.where('site', '=', site)
			.where('connector', '=', connector)
			.where('state', '=', 'waiting')
			.where('due_at', '<=', now)
			.where('leased_until', '<=', now)
			.where(({ not, exists, selectFrom }) =>
				not(
					exists(
						selectFrom('deliveries as before')
							.select('before.entry')
							.whereRef('before.site', '=', 'deliveries.site')
							.whereRef('before.connector', '=', 'deliveries.connector')
							.whereRef('before.suggestion', '=', 'deliveries.suggestion')
							.whereRef('before.position', '<', 'deliveries.position')
							.where('before.state', '<>', 'delivered')
					)
				)
			)
			.orderBy('due_at')
			.orderBy('position');
	}

	async #attempt(connector: Connector, secrets: readonly string[], delivery: DeliveryRow): Promise<void> {
		const { entry: id, body, attempts } = delivery;
		const timestamp = Math.floor(this.core.now().getTime() / 1000);
		const answer = await post(connector.url, signatureHeaders({ id, timestamp, body }, secrets), body);
		const now = this.core.now();
		if (isTaken(answer)) {
			await this.#note(delivery, answer, 'delivered', now);
			return this.count('delivered');
		}
		const wait = isGone(answer) ? null : waitAfter(attempts, Math.random());
		if (wait !== null) {
			await this.#note(delivery, answer, 'waiting', new Date(now.getTime() + wait));
			return this.count('failed');
		}
		await this.#note(delivery, answer, 'dead', now);
		this.core.log.warn({ connector: connector.id, entry: id, status: answer.status }, 'a webhook was given up');
		this.count('dead');
		if (isGone(answer)) await this.#switchOff(delivery.site, connector.id);
	}

	/** Whoever has claimed the message since, because this took longer than the lease, notes down what came of theirs. */
	async #note(of: DeliveryRow, answer: Answer, state: DeliveryRow['state'], at: Date): Promise<void> {
		await this.core.db
			.updateTable('deliveries')
			.set({ state, due_at: at.toISOString(), leased_until: '', status: answer.status, answer: answer.text })
			.where('site', '=', of.site)
			.where('connector', '=', of.connector)
			.where('entry', '=', of.entry)
			.where('attempts', '=', of.attempts)
			.where('state', '=', 'waiting')
			.execute();
	}

	/** The receiver has said that it is there no longer: nothing more is sent until an admin says so. */
	async #switchOff(site: string, id: string): Promise<void> {
		await this.core.db.transaction().execute(async (tx) => {
			await lockSite(tx, site);
			const known = await readConnector(tx, site, id);
			if (known?.state !== 'active') return;
			await appendServiceEntries(this.core, tx, site, BY_SERVER, [
				{ type: 'connector.defined', body: { ...known, state: 'gone' } }
			]);
		});
	}
}

function isTaken({ status }: Answer): boolean {
	return status !== null && status >= 200 && status < 300;
}

function isGone({ status }: Answer): boolean {
	return status === 410;
}

/** What messages are signed with now: after a change, for a while also what they were signed with before. */
async function readSecrets(reader: Reader, site: string, connector: string, now: Date): Promise<string[]> {
	const row = await reader
		.selectFrom('connector_secrets')
		.select(['secret', 'previous', 'previous_until'])
		.where('site', '=', site)
		.where('connector', '=', connector)
		.executeTakeFirst();
	if (!row) return [];
	const isStillUsed = row.previous !== null && row.previous_until !== null && row.previous_until > now.toISOString();
	return isStillUsed && row.previous !== null ? [row.secret, row.previous] : [row.secret];
}
