/** A demo site on a running server: made, and its fleet enrolled, by the calls that people's browsers and tablets make. */
import { Agent, request } from 'node:http';
import type { LedgerLine } from '$lib/domain/ledger-export';
import type { EnrolmentCode, EnrolResponse } from '$lib/wire';
import type { SetupResult } from '$lib/server/setup';
import { FleetTablet } from './tablet';

export const JSON_BODY = { 'content-type': 'application/json' };
const ADMIN = { username: 'ada', password: 'correct horse battery' };

export interface Answer {
	status: number;
	text: string;
}

export class BenchSite {
	#agent = new Agent({ keepAlive: true });

	private constructor(
		readonly origin: string,
		readonly id: string,
		private readonly cookie: string
	) {}

	static async make(origin: string): Promise<BenchSite> {
		const made = await fetch(`${origin}/api/setup`, {
			method: 'POST',
			headers: JSON_BODY,
			body: JSON.stringify({ siteName: 'Fleet', adminName: 'Ada', kind: 'demo', ...ADMIN })
		});
		if (!made.ok) throw new Error(`no site was made: ${await made.text()}`);
		const { site } = (await made.json()) as SetupResult;
		const signedIn = await fetch(`${origin}/sign-in?/in`, {
			method: 'POST',
			headers: { origin, accept: 'text/html' },
			body: new URLSearchParams(ADMIN),
			redirect: 'manual'
		});
		const cookies = signedIn.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
		if (cookies.length === 0) throw new Error(`the admin could not sign in: ${signedIn.status}`);
		return new BenchSite(origin, site.id, cookies.join('; '));
	}

	async enrol(count: number): Promise<FleetTablet[]> {
		const tablets: FleetTablet[] = [];
		while (tablets.length < count) {
			const tablet = new FleetTablet(this.id);
			const admin = { cookie: this.cookie, origin: this.origin };
			const code = await this.call('POST', '/api/devices/codes', admin);
			const { code: secret } = JSON.parse(code.text) as EnrolmentCode;
			const body = JSON.stringify({ code: secret, name: `Tablet ${tablets.length + 1}`, publicKey: tablet.publicKey });
			const enrolled = await this.call('POST', '/api/devices', JSON_BODY, Buffer.from(body));
			if (enrolled.status !== 200) throw new Error(`a tablet could not enrol: ${enrolled.text}`);
			tablet.id = (JSON.parse(enrolled.text) as EnrolResponse).deviceId;
			tablets.push(tablet);
		}
		return tablets;
	}

	/** What the ledger holds after a position, line by line. */
	async *ledger(after: number): AsyncIterable<LedgerLine> {
		const answer = await fetch(`${this.origin}/api/ledger?after=${after}`, { headers: { cookie: this.cookie } });
		if (!answer.ok || !answer.body) throw new Error(`the ledger could not be read: ${answer.status}`);
		let rest = '';
		for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
			const lines = (rest + text).split('\n');
			rest = lines.pop() ?? '';
			for (const line of lines) {
				const parsed = JSON.parse(line) as Partial<LedgerLine>;
				if (parsed.entry) yield parsed as LedgerLine;
			}
		}
	}

	/** One call over a connection that is kept. */
	call(method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<Answer> {
		return new Promise((resolve, reject) => {
			const call = request(
				this.origin + path,
				{ method, agent: this.#agent, headers: { ...headers, 'content-length': body?.byteLength ?? 0 } },
				(answer) => {
					const chunks: Buffer[] = [];
					answer.on('data', (chunk: Buffer) => chunks.push(chunk));
					answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
					answer.on('error', reject);
				}
			);
			call.on('error', reject);
			call.end(body);
		});
	}

	/** Begins with new connections: the server closes those on which nothing was asked for seconds. */
	reconnect(): void {
		this.#agent.destroy();
		this.#agent = new Agent({ keepAlive: true });
	}

	close(): void {
		this.#agent.destroy();
	}
}
