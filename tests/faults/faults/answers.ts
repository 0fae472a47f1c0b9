/** A server, or something before it, that says no. */
import { expect, syncState } from '../../e2e/journey';
import type { OutboxRow } from '../../../src/lib/local-db/schema';
import type { Fault } from '../harness/fault';
import { readTable } from '../harness/local-database';
import { FINE, isPhoto, isPiece, isPush, once, type Weather } from '../harness/proxy';

function problem(status: number, code: string, headers: Record<string, string> = {}): Weather {
	const body = JSON.stringify({ type: `urn:countersign:problem:${code}`, title: code, status, code });
	return { kind: 'answered', status, headers: { 'content-type': 'application/problem+json', ...headers }, body };
}

const LOGIN_PAGE: Weather = {
	kind: 'answered',
	status: 200,
	headers: { 'content-type': 'text/html' },
	body: '<!doctype html><title>Guest network</title><h1>Please log in</h1>'
};

export const unauthorized: Fault = {
	name: '401 in mid-queue',
	runs: 20,
	how: 'by turns from the first push and from the second call about a photo on, every call is answered 401; the person decides on meanwhile, and once more when the server takes it again',
	async run({ site, inspector }, index) {
		await inspector.tablet.setOffline(true);
		await inspector.decideSeveral(2);
		const refusal = problem(401, 'not-signed-in');
		let valid = index % 2 === 0 ? 0 : 1;
		site.network.weather = (call) => {
			if (!call.path.startsWith('/api/')) return FINE;
			const counts = index % 2 === 0 ? isPush(call) : isPhoto(call);
			if (counts) valid--;
			return valid < 0 ? refusal : FINE;
		};
		await inspector.tablet.setOffline(false);
		await expect(syncState(inspector.page)).toHaveText(/Sign in to send/);
		await inspector.decide();
		await expect(syncState(inspector.page)).toHaveText(/Sign in to send/);
		site.network.clear();
		await inspector.decide();
	}
};

/** What servers and proxies say when they cannot. */
const TROUBLES: readonly Weather[] = [
	problem(500, 'internal'),
	{ kind: 'answered', status: 502, body: 'Bad gateway' },
	problem(503, 'unavailable', { 'retry-after': '1' }),
	{ kind: 'answered', status: 504, body: '' },
	problem(429, 'rate-limited', { 'retry-after': '1' }),
	LOGIN_PAGE
];

export const serverErrors: Fault = {
	name: '500s and other troubles',
	runs: 20,
	how: 'two calls in a row, pushes and pieces of photos by turns, are answered 500, 502, 503, 504, 429 or with the login page of a guest network',
	async run({ site, inspector, tell }, index) {
		await inspector.tablet.setOffline(true);
		await inspector.decide();
		const pick = (number: number) => TROUBLES[number % TROUBLES.length] ?? FINE;
		const trouble = once(index % 4 === 3 ? isPiece : isPush, pick(index), pick(index + 1));
		site.network.weather = trouble.weather;
		await inspector.tablet.setOffline(false);
		await trouble.happened;
		tell('answers in the place of the server', 2);
	}
};

export const tooLarge: Fault = {
	name: '413',
	runs: 20,
	how: 'by turns a push that holds more than its largest record is answered 413, and a piece of a photo once; the next decision sends what was refused',
	async run({ site, inspector, tell }, index) {
		await inspector.tablet.setOffline(true);
		await inspector.decideSeveral(2);
		const refusal = problem(413, 'too-large');
		if (index % 2 === 0) {
			const largest = Math.max(...(await readTable<OutboxRow>(inspector.page, 'outbox')).map(({ bytes }) => bytes));
			let refused = 0;
			site.network.weather = (call) => {
				if (!isPush(call) || call.bytes <= largest + 512) return FINE;
				refused++;
				return refusal;
			};
			await inspector.tablet.setOffline(false);
			await inspector.drained();
			tell('pushes refused', refused);
		} else {
			const refused = once(isPiece, refusal);
			site.network.weather = refused.weather;
			await inspector.tablet.setOffline(false);
			await refused.happened;
			tell('pieces refused');
			await inspector.decide();
		}
	}
};
