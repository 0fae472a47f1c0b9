/** The server's processes end in the middle of their work, at moments before, during and after they have the records. */
import { readFileSync } from 'node:fs';
import type { PrivatePostgres } from '../../../src/commands/postgres.mjs';
import { ofType } from '../../e2e/on-server';
import type { Fault } from '../harness/fault';
import { FINE, isPiece, isPush, type Weather } from '../harness/proxy';
import type { Site } from '../harness/site';

/** `kill` ends the process after a moment, the first time it is called; `killed` says when it has. */
function killer(victim: { kill(): Promise<void> }, delayMs: number): { kill: () => void; killed: Promise<void> } {
	let kill: () => void = () => undefined;
	let called = false;
	const killed = new Promise<void>((resolve, reject) => {
		kill = () => {
			if (!called) setTimeout(() => victim.kill().then(resolve, reject), delayMs);
			called = true;
		};
	});
	return { kill, killed };
}

/** Even runs end the process 0 to 18 ms after it had the whole push; odd ones when it began to answer, unheard by the tablet. */
function pushThatKills(victim: { kill(): Promise<void> }, index: number): { weather: Weather; killed: Promise<void> } {
	const answered = index % 2 === 1;
	const { kill, killed } = killer(victim, answered ? 0 : index % 20);
	return { weather: answered ? { kind: 'answer-lost', arrived: kill } : { kind: 'watched', passedOn: kill }, killed };
}

async function decisionsThere(site: Site): Promise<number> {
	return ofType(await site.ledger(), 'decision.made').length;
}

export const serverKilledInPush: Fault = {
	name: 'server kill -9 in mid-push',
	runs: 20,
	how: 'SIGKILL by turns 0 to 18 ms after the server had the whole push, and when it began to answer, which the tablet never hears; then it is started again',
	async run({ site, inspector, tell }, index) {
		await inspector.tablet.setOffline(true);
		await inspector.decideSeveral(2);
		const before = await decisionsThere(site);
		const { weather, killed } = pushThatKills(site.server, index);
		site.network.weather = (call) => (isPush(call) ? weather : FINE);
		await inspector.tablet.setOffline(false);
		await killed;
		// Nothing is sent again before the server's disk was looked at.
		site.network.weather = () => ({ kind: 'request-cut', after: 0 });
		await site.server.start();
		const stored = (await decisionsThere(site)) > before;
		tell(stored ? 'killed after the commit' : 'killed before the commit');
	}
};

export const serverKilledInPhoto: Fault = {
	name: 'server kill -9 in mid-photo',
	runs: 20,
	how: 'SIGKILL when a part of a photo of about 3.3 MB had gone through, or 0 to 9 ms after a whole piece had; then it is started again',
	async run({ site, inspector, tell }, index) {
		await inspector.tablet.setOffline(true);
		await inspector.decide({ size: 'huge' });
		const { kill, killed } = killer(site.server, index % 2 === 0 ? 0 : Math.floor(index / 2));
		const piece = index % 4;
		const weather: Weather =
			index % 2 === 0
				? { kind: 'watched-at', share: (index + 1) / 21, reached: kill }
				: { kind: 'watched', passedOn: kill };
		let pieces = 0;
		site.network.weather = (call) => (isPiece(call) && pieces++ === piece ? weather : FINE);
		await inspector.tablet.setOffline(false);
		await killed;
		tell(index % 2 === 0 ? 'killed inside a piece' : 'killed after a piece');
		await site.server.start();
	}
};

export const postgresKilled: Fault = {
	name: 'PostgreSQL killed',
	runs: 20,
	how: 'the server keeps its ledger in PostgreSQL with fsync on; SIGKILL to the postmaster and all its processes by turns 0 to 18 ms after the server had the whole push, and when the server began to answer, which the tablet never hears; then it is started again, and the server goes on by itself',
	needsPostgres: true,
	async run({ site, inspector, postgres, tell }, index) {
		if (!postgres) throw new Error('This fault needs a PostgreSQL.');
		await inspector.tablet.setOffline(true);
		await inspector.decideSeveral(2);
		const before = await decisionsThere(site);
		const { weather, killed } = pushThatKills({ kill: () => killAll(postgres) }, index);
		site.network.weather = (call) => (isPush(call) ? weather : FINE);
		await inspector.tablet.setOffline(false);
		await killed;
		site.network.weather = () => ({ kind: 'request-cut', after: 0 });
		await postgres.resume();
		const stored = (await decisionsThere(site)) > before;
		tell(stored ? 'killed after the commit' : 'killed before the commit');
	}
};

/** Its parts would notice that the first is gone, and might finish what they were doing: they end at the same moment. */
async function killAll(postgres: PrivatePostgres): Promise<void> {
	const { pid } = postgres;
	const parts = pid === undefined ? [] : readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
	const ended = postgres.kill();
	for (const part of parts.filter(Boolean)) process.kill(Number(part), 'SIGKILL');
	await ended;
}
