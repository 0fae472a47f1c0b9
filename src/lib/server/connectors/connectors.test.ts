import { webcrypto } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SETTLE_AFTER_MS } from '$lib/domain/settlement';
import { verifyWebhook, WebhookReceiver } from '../../../../tests/fixtures/webhook-receiver';
import { settleCases } from '../actions';
import { rebuildProjections } from '../projections';
import { decision, TestSite, type Tablet } from '../test-site';
import { Courier, type Outcome } from './courier';
import { forgetDelivered, readDeliveryFigures } from './figures';
import { listConnectors, readConnectorPage, readTold } from './list';
import { addConnector, changeConnector, drawConnectorSecret, removeConnector, sendAgain } from './manage';
import { MAX_ATTEMPTS } from './schedule';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const DAY_MS = 24 * 60 * 60 * 1000;
const GOING = new AbortController().signal;

let site: TestSite;
let tablet: Tablet;
let receiver: WebhookReceiver;
let courier: Courier;
let outcomes: Outcome[];
beforeEach(async () => {
	site = await TestSite.open();
	tablet = await site.enrol('Tablet');
	receiver = await WebhookReceiver.start();
	outcomes = [];
	courier = newCourier();
});
afterEach(async () => {
	await receiver.stop();
	await site.close();
});

const newCourier = () => new Courier(site.server, (outcome) => outcomes.push(outcome));

async function connect(events: ('action.finalized' | 'action.withdrawn')[] = ['action.finalized', 'action.withdrawn']) {
	return addConnector(site.server, site.id, site.admin, { name: 'MES', url: receiver.url, events });
}

async function deliver(): Promise<void> {
	await courier.look(site.id, GOING);
	await courier.ended();
}

async function settleLater(): Promise<void> {
	site.clock.now += SETTLE_AFTER_MS;
	await settleCases(site.server, site.id);
}

/** One inspection whose action is final. Returns its suggestion and decision. */
async function finalize() {
	const entries = tablet.writeInspection();
	await site.push(tablet, entries);
	await settleLater();
	const [, suggested, decided] = entries;
	return { suggested: suggested.body as never, decided: decided.body as { id: string } };
}

/** Somebody else's word takes the decision's place. */
async function overrule({ suggested, decided }: Awaited<ReturnType<typeof finalize>>): Promise<void> {
	const other = decision(suggested, { supersedes: decided.id, verdict: 'reject', because: 'part-good' });
	await site.push(tablet, [tablet.write('decision.made', other)]);
	await settleLater();
}

const told = () => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
const page = async (id: string) => {
	const found = await readConnectorPage(site.server, site.id, id);
	if (!found) throw new Error('there is a connector');
	return found;
};

describe('what becomes final', () => {
	it('is told, signed, under the id of its entry, and told once', async () => {
		const { id, secret } = await connect();
		await finalize();
		await deliver();
		const [message] = receiver.received;
		if (!message) throw new Error('a message came');
		expect(await verifyWebhook(webcrypto, secret, message.headers, message.body)).toBe(true);
		expect(message.timestamp).toBe(site.clock.now / 1000);
		expect(message.headers['content-type']).toBe('application/json');
		const entry = await site.server.db
			.selectFrom('entries')
			.select(['id', 'at', 'json'])
			.where('type', '=', 'action.finalized')
			.executeTakeFirstOrThrow();
		expect(message.id).toBe(entry.id);
		expect(JSON.parse(message.body)).toEqual({
			type: 'action.finalized',
			timestamp: entry.at,
			data: (JSON.parse(entry.json) as { body: unknown }).body
		});
		await deliver();
		expect(receiver.received).toHaveLength(1);
		expect((await page(id)).latest).toMatchObject([{ state: 'delivered', status: 204, attempts: 1 }]);
	});

	it('is told only to those who want it, and not what was final before they were there', async () => {
		await finalize();
		const { id } = await connect(['action.withdrawn']);
		const inspection = await finalize();
		await overrule(inspection);
		await deliver();
		expect(told()).toEqual(['action.withdrawn']);
		expect((await page(id)).connector).toMatchObject({ waiting: 0, dead: 0 });
	});

	it('is never overtaken by what withdraws it, however often it fails', async () => {
		await connect();
		const inspection = await finalize();
		receiver.answer = 500;
		await deliver();
		await overrule(inspection);
		await deliver();
		expect(told()).toEqual(['action.finalized', 'action.finalized']);
		receiver.answer = 204;
		site.clock.now += DAY_MS;
		await deliver();
		expect(told().slice(2)).toEqual(['action.finalized', 'action.withdrawn', 'action.finalized']);
		const ids = receiver.received.map(({ id }) => id);
		expect(new Set(ids.slice(0, 3)).size).toBe(1);
		expect(new Set(ids).size).toBe(3);
	});
});

describe('a receiver', () => {
	it('that does not take it is tried for days; then the message is kept until somebody sends it again', async () => {
		const { id } = await connect();
		await finalize();
		receiver.answer = 503;
		for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
			await deliver();
			await deliver();
			expect(receiver.received).toHaveLength(attempt);
			site.clock.now += 2 * DAY_MS;
		}
		await deliver();
		expect(receiver.received).toHaveLength(MAX_ATTEMPTS);
		expect(outcomes).toEqual([...Array<Outcome>(MAX_ATTEMPTS - 1).fill('failed'), 'dead']);
		const { dead, connector } = await page(id);
		expect(connector).toMatchObject({ dead: 1, waiting: 0, state: 'active' });
		expect(dead).toMatchObject([{ status: 503, answer: 'no: 503', attempts: MAX_ATTEMPTS }]);
		const now = new Date(site.clock.now);
		expect(await readDeliveryFigures(site.server.db, site.id, now)).toEqual({ dead: 1, oldestWaitingSeconds: 0 });

		receiver.answer = 200;
		await sendAgain(site.server, site.id, site.admin, id, { entry: dead[0]?.entry ?? '' });
		await deliver();
		expect(new Set(receiver.received.map((each) => each.id)).size).toBe(1);
		expect(receiver.received).toHaveLength(MAX_ATTEMPTS + 1);
		expect((await page(id)).connector).toMatchObject({ dead: 0, waiting: 0 });
	});

	it('that is away gets it later, and nobody else waits for it', async () => {
		const { id } = await connect();
		const second = await WebhookReceiver.start();
		await addConnector(site.server, site.id, site.admin, {
			name: 'ERP',
			url: second.url,
			events: ['action.finalized']
		});
		await receiver.stop();
		await finalize();
		await deliver();
		expect(second.received).toHaveLength(1);
		expect((await page(id)).latest).toMatchObject([{ state: 'waiting', status: null, answer: 'ECONNREFUSED' }]);
		await receiver.start();
		receiver.answer = 'hang-up';
		site.clock.now += DAY_MS;
		await deliver();
		expect((await page(id)).latest).toMatchObject([{ state: 'waiting', status: null, answer: 'ECONNRESET' }]);
		receiver.answer = 204;
		site.clock.now += DAY_MS;
		await deliver();
		expect((await page(id)).latest).toMatchObject([{ state: 'delivered', attempts: 3 }]);
		await second.stop();
	});

	it('that sends it elsewhere is not followed', async () => {
		const { id } = await connect();
		const elsewhere = await WebhookReceiver.start();
		receiver.answer = 302;
		receiver.location = elsewhere.url;
		await finalize();
		await deliver();
		expect((await page(id)).latest).toMatchObject([{ state: 'waiting', status: 302 }]);
		expect(elsewhere.received).toEqual([]);
		await elsewhere.stop();
	});

	it('that says it is gone is switched off on record, and loses nothing', async () => {
		const { id } = await connect();
		await finalize();
		receiver.answer = 410;
		await deliver();
		expect((await page(id)).connector).toMatchObject({ state: 'gone', dead: 1 });
		receiver.answer = 204;
		await finalize();
		site.clock.now += DAY_MS;
		await deliver();
		expect(receiver.received).toHaveLength(1);

		await changeConnector(site.server, site.id, site.admin, id, { state: 'active' });
		await sendAgain(site.server, site.id, site.admin, id, 'all');
		await deliver();
		expect(receiver.received).toHaveLength(3);
		const said = await site.server.db
			.selectFrom('entries')
			.select(['person', 'json'])
			.where('type', '=', 'connector.defined')
			.orderBy('position')
			.execute();
		const states = said.map(({ person, json }) => [
			person,
			(JSON.parse(json) as { body: { state: string } }).body.state
		]);
		const { personId } = site.admin;
		expect(states).toEqual([
			[personId, 'active'],
			[null, 'gone'],
			[personId, 'active']
		]);
	});

	it('at an address that nobody means to call is not called', async () => {
		const { id } = await addConnector(site.server, site.id, site.admin, {
			name: 'By accident',
			url: 'http://169.254.169.254/latest/meta-data',
			events: ['action.finalized']
		});
		await finalize();
		await deliver();
		expect((await page(id)).latest).toMatchObject([{ state: 'waiting', answer: 'address-forbidden' }]);
	});
});

describe('several servers', () => {
	it('do not send a message at the same time, and one takes over what another left when it was killed', async () => {
		const { id } = await connect();
		for (let count = 0; count < 4; count++) await finalize();
		// A server claims what is due, and is gone before it has noted down what came of it.
		const soon = new Date(site.clock.now + 60_000).toISOString();
		await site.server.db.updateTable('deliveries').set({ attempts: 1, leased_until: soon }).execute();
		await deliver();
		expect(receiver.received).toEqual([]);
		site.clock.now += 60_000;
		const other = newCourier();
		await Promise.all([courier.look(site.id, GOING), other.look(site.id, GOING)]);
		await Promise.all([courier.ended(), other.ended()]);
		expect(receiver.received).toHaveLength(4);
		expect(new Set(receiver.received.map((each) => each.id)).size).toBe(4);
		expect((await page(id)).connector).toMatchObject({ waiting: 0 });
	});

	it('begin nothing more once they stop', async () => {
		await connect();
		await finalize();
		await courier.look(site.id, AbortSignal.abort());
		await courier.ended();
		expect(receiver.received).toEqual([]);
	});
});

describe('an admin', () => {
	it('pauses a connector, changes it and goes on: what waited is sent, in order', async () => {
		const { id } = await connect();
		await changeConnector(site.server, site.id, site.admin, id, { state: 'paused' });
		const inspection = await finalize();
		await overrule(inspection);
		await deliver();
		expect(receiver.received).toEqual([]);
		await changeConnector(site.server, site.id, site.admin, id, {
			name: 'MES 2',
			url: `${receiver.url}?line=4`,
			events: ['action.finalized', 'action.withdrawn']
		});
		await changeConnector(site.server, site.id, site.admin, id, { state: 'active' });
		await deliver();
		expect(told()).toEqual(['action.finalized', 'action.withdrawn', 'action.finalized']);
		expect(await listConnectors(site.server, site.id)).toMatchObject([
			{ name: 'MES 2', state: 'active', waiting: 0, lastDeliveredAt: new Date(site.clock.now).toISOString() }
		]);
	});

	it('draws a new secret: for a day messages bear both signatures, then the new one alone', async () => {
		const { id, secret } = await connect();
		const next = await drawConnectorSecret(site.server, site.id, site.admin, id);
		const isSigned = async (by: string) => {
			const last = receiver.received.at(-1);
			return last && (await verifyWebhook(webcrypto, by, last.headers, last.body));
		};
		await finalize();
		await deliver();
		expect([await isSigned(secret), await isSigned(next)]).toEqual([true, true]);
		site.clock.now += DAY_MS;
		await finalize();
		await deliver();
		expect([await isSigned(secret), await isSigned(next)]).toEqual([false, true]);
	});

	it('removes a connector, with its secret and what waited for it, and the ledger says who did', async () => {
		const { id } = await connect();
		await finalize();
		await removeConnector(site.server, site.id, site.admin, id);
		await deliver();
		expect(receiver.received).toEqual([]);
		expect(await listConnectors(site.server, site.id)).toEqual([]);
		expect(await site.server.db.selectFrom('connector_secrets').selectAll().execute()).toEqual([]);
		expect(await site.server.db.selectFrom('deliveries').selectAll().execute()).toEqual([]);
		const { person } = await site.server.db
			.selectFrom('entries')
			.select('person')
			.where('type', '=', 'connector.removed')
			.executeTakeFirstOrThrow();
		expect(person).toBe(site.admin.personId);
	});

	it('alone may do any of it, and no secret is ever in the ledger', async () => {
		const { id, secret } = await connect();
		const next = await drawConnectorSecret(site.server, site.id, site.admin, id);
		const supervisor = { ...site.admin, role: 'supervisor' as const };
		const details = { name: 'Mine', url: receiver.url, events: ['action.finalized' as const] };
		for (const attempt of [
			addConnector(site.server, site.id, supervisor, details),
			changeConnector(site.server, site.id, supervisor, id, details),
			drawConnectorSecret(site.server, site.id, supervisor, id),
			removeConnector(site.server, site.id, supervisor, id),
			sendAgain(site.server, site.id, supervisor, id, 'all')
		]) {
			await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
		}
		const entries = await site.server.db.selectFrom('entries').select('json').execute();
		for (const { json } of entries) for (const each of [secret, next]) expect(json).not.toContain(each);
	});
});

it('keeps delivered messages for a month, and connectors through a rebuild', async () => {
	const { id } = await connect();
	await finalize();
	await deliver();
	site.clock.now += 29 * DAY_MS;
	await forgetDelivered(site.server, site.id);
	expect((await page(id)).latest).toHaveLength(1);
	site.clock.now += 2 * DAY_MS;
	await forgetDelivered(site.server, site.id);
	expect((await page(id)).latest).toEqual([]);
	const before = await listConnectors(site.server, site.id);
	await rebuildProjections(site.server, site.id);
	expect(await listConnectors(site.server, site.id)).toEqual(before);
});

describe('the story of a case', () => {
	it('says which connectors are told of its action, and whether that was delivered', async () => {
		const { suggested } = await finalize();
		const { id } = suggested as { id: string };
		expect(await readTold(site.server, site.id, [id])).toEqual(new Map());
		await connect();
		const { suggested: next } = await finalize();
		const told = async () => [...(await readTold(site.server, site.id, [(next as { id: string }).id])).values()].flat();
		expect(await told()).toMatchObject([{ name: 'MES', state: 'waiting' }]);
		await deliver();
		expect(await told()).toMatchObject([{ name: 'MES', state: 'delivered' }]);
	});
});
