/** A demo site on real server processes, with the network before them, and its admin, who asks the server itself. */
import { ADMIN } from '../../e2e/journey';
import { readLedger, readPhoto } from '../../e2e/on-server';
import { TestServer } from '../../fixtures/server';
import { Proxy } from './proxy';

/** As a script sets a site up: the rest of the first run is tested elsewhere. */
const SETUP = {
	siteName: 'Riverside plant',
	kind: 'demo',
	adminName: ADMIN.name,
	username: ADMIN.username,
	password: ADMIN.password
};

export class Site {
	/** Those that are up take the calls by turns. */
	readonly servers: readonly [TestServer, ...TestServer[]];
	readonly network: Proxy;
	#cookie = '';
	#turn: Turn;

	private constructor(turn: Turn, network: Proxy) {
		this.servers = turn.servers;
		this.#turn = turn;
		this.network = network;
	}

	/** @param env More for the servers' environment. */
	static async open(env: Record<string, string> = {}, instances: 1 | 2 = 1): Promise<Site> {
		const server = await TestServer.start(env);
		const turn = new Turn([server, ...(instances === 2 ? [await TestServer.start(env)] : [])]);
		const site = new Site(turn, await Proxy.open(() => turn.next().port));
		await must(
			await fetch(`${server.origin}/api/setup`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', origin: server.origin },
				body: JSON.stringify(SETUP)
			})
		);
		await site.#signIn();
		return site;
	}

	/** The first of them, which the admin asks. */
	get server(): TestServer {
		return this.servers[0];
	}

	/** The instance that took the last call. */
	get lastAsked(): TestServer {
		return this.#turn.last;
	}

	/** Starts every instance that is down. */
	async startAll(): Promise<void> {
		for (const server of this.servers) if (server.pid === undefined) await server.start();
	}

	/** Where tablets find the server. */
	get origin(): string {
		return this.network.origin;
	}

	/** As the admin, past the network that the tablets use. */
	readonly ask = (path: string, init: RequestInit = {}): Promise<Response> =>
		fetch(this.server.origin + path, {
			...init,
			headers: { ...init.headers, cookie: this.#cookie, origin: this.server.origin }
		});

	/** A one-time code for a tablet. */
	async code(): Promise<string> {
		const answer = await must(await this.ask('/api/devices/codes', { method: 'POST' }));
		return ((await answer.json()) as { code: string }).code;
	}

	readonly ledger = () => readLedger(this.ask);
	readonly hasPhoto = async (sha256: string) => (await readPhoto(this.ask, sha256)) !== null;

	async dispose(): Promise<void> {
		await this.network.close();
		for (const server of this.servers) await server.dispose();
	}

	async #signIn(): Promise<void> {
		const answer = await fetch(`${this.server.origin}/sign-in?/in`, {
			method: 'POST',
			headers: { origin: this.server.origin },
			body: new URLSearchParams({ username: ADMIN.username, password: ADMIN.password }),
			redirect: 'manual'
		});
		this.#cookie = answer.headers
			.getSetCookie()
			.map((cookie) => cookie.split(';', 1)[0])
			.join('; ');
		if (this.#cookie === '') throw new Error(`The admin could not sign in: ${answer.status} ${await answer.text()}`);
	}
}

/** Whose turn it is, as a balancer sees it: instances that are down are left out. */
class Turn {
	last: TestServer;
	#count = 0;

	constructor(readonly servers: readonly [TestServer, ...TestServer[]]) {
		this.last = servers[0];
	}

	next(): TestServer {
		const up = this.servers.filter(({ pid }) => pid !== undefined);
		this.last = up[this.#count++ % up.length] ?? this.servers[0];
		return this.last;
	}
}

async function must(answer: Response): Promise<Response> {
	if (answer.ok) return answer;
	throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`);
}
