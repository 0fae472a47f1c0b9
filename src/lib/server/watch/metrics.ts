/** Figures for Prometheus. Labels are routes, methods and results: never an id, which would grow the figures without end and name people. */
import type { Receipt } from '$lib/wire';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome } from '../connectors';
import type { Figures } from './figures';

/** Seconds. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export class Metrics {
	readonly #registry = new Registry();
	readonly #requests = this.#histogram('countersign_http_request_seconds', 'Requests, by route and status', [
		'method',
		'route',
		'status'
	]);
	readonly #pushes = this.#histogram('countersign_push_seconds', 'Verifying and storing one batch of entries', []);
	readonly #entries = this.#counter('countersign_entries_total', 'Entries received, by what became of them', [
		'result'
	]);
	readonly #photos = this.#counter('countersign_photos_total', 'Photos received whole and found right', []);
	readonly #photoBytes = this.#counter('countersign_photo_bytes_total', 'Bytes of those photos', []);
	readonly #up = this.#gauge('countersign_part_up', 'Whether a part answers: 1 or 0', ['part']);
	readonly #storeSeconds = this.#gauge(
		'countersign_store_seconds',
		'How long the store took for the smallest read',
		[]
	);
	readonly #missing = this.#gauge('countersign_missing_entries', 'Entries known to be missing, over all tablets', []);
	readonly #waiting = this.#gauge('countersign_waiting_entries', 'Entries that tablets hold and have not sent yet', []);
	readonly #inQuarantine = this.#gauge('countersign_quarantine_open', 'Quarantined records nobody has seen to', []);

	readonly #deliveries = this.#counter(
		'countersign_webhooks_total',
		'Attempts to deliver a webhook, by what came of them',
		['outcome']
	);
	readonly #deadDeliveries = this.#gauge('countersign_webhooks_dead', 'Webhooks given up after every attempt', []);
	readonly #oldestDelivery = this.#gauge(
		'countersign_webhooks_oldest_waiting_seconds',
		'How long the oldest webhook that was not delivered has waited',
		[]
	);

	constructor(private readonly readFigures: () => Promise<Figures>) {
		collectDefaultMetrics({ register: this.#registry });
	}

	countRequest(method: string, route: string, status: number, seconds: number): void {
		this.#requests.observe({ method, route, status: String(status) }, seconds);
	}

	countPush(receipts: readonly Receipt[], seconds: number): void {
		this.#pushes.observe(seconds);
		for (const { result } of receipts) this.#entries.inc({ result });
	}

	countPhoto(bytes: number): void {
		this.#photos.inc();
		this.#photoBytes.inc(bytes);
	}

	countDelivery(outcome: Outcome): void {
		this.#deliveries.inc({ outcome });
	}

	/** In Prometheus's text format. */
	async read(): Promise<{ text: string; contentType: string }> {
		this.#show(await this.readFigures());
		return { text: await this.#registry.metrics(), contentType: this.#registry.contentType };
	}

	/** What is looked up when somebody asks, not counted as it happens: after a restart it is as true as before. */
	#show({ health, storeSeconds, ledger }: Figures): void {
		this.#up.set({ part: 'store' }, health.store === 'ok' ? 1 : 0);
		this.#up.set({ part: 'photos' }, health.photos === 'ok' ? 1 : 0);
		this.#storeSeconds.set(storeSeconds);
		if (!ledger) return;
		this.#missing.set(ledger.missing);
		this.#waiting.set(ledger.waiting);
		this.#inQuarantine.set(ledger.inQuarantine);
		this.#deadDeliveries.set(ledger.deliveries.dead);
		this.#oldestDelivery.set(ledger.deliveries.oldestWaitingSeconds);
	}

	#histogram<L extends string>(name: string, help: string, labelNames: L[]): Histogram<L> {
		return new Histogram({ name, help, labelNames, buckets: REQUEST_BUCKETS, registers: [this.#registry] });
	}

	#counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
		return new Counter({ name, help, labelNames, registers: [this.#registry] });
	}

	#gauge<L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> {
		return new Gauge({ name, help, labelNames, registers: [this.#registry] });
	}
}
