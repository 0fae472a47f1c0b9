/** The server's process ends in the middle of its work, at moments before, during and after it has the records. */
import { ofType } from '../../e2e/on-server';
import type { Fault } from '../harness/fault';
import { FINE, isPiece, isPush, type Weather } from '../harness/proxy';
import type { Site } from '../harness/site';

/** `kill` ends the process after a moment, the first time it is called; `killed` says when it has. */
function killer(site: Site, delayMs: number): { kill: () => void; killed: Promise<void> } {
	let kill: () => void = () => undefined;
	let called = false;
	const killed = new Promise<void>((resolve, reject) => {
		kill = () => {
			if (!called) setTimeout(() => site.server.kill().then(resolve, reject), delayMs);
			called = true;
		};
	});
	return { kill, killed };
}

async function decisionsThere(site: Site): Promise<number> {
	return ofType(await site.ledger(), 'decision.made').length;
}

export const serverKilledInPush: Fault = {
	name: 'server kill -9 in mid-push',
	runs: 20,
	how: 'SIGKILL 0 to 19 ms after the server had the whole push and before its answer came; then it is started again',
	async run({ site, inspector, tell }, index) {
		await inspector.tablet.setOffline(true);
		await inspector.decideSeveral(2);
		const before = await decisionsThere(site);
		const { kill, killed } = killer(site, index % 20);
		site.network.weather = (call) => (isPush(call) ? { kind: 'watched', passedOn: kill } : FINE);
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
	how: 'SIGKILL when a part of a photo of about 1.5 MB had gone through, or 0 to 9 ms after a whole piece had; then it is started again',
	async run({ site, inspector, tell }, index) {
		await inspector.tablet.setOffline(true);
		await inspector.decide({ size: 'large' });
		const { kill, killed } = killer(site, index % 2 === 0 ? 0 : Math.floor(index / 2));
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
