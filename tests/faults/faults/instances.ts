/** Several instances of the server behind a balancer: one ends, and the others go on as if nothing had been. */
import type { Fault } from '../harness/fault';
import { FINE, isPiece, isPush } from '../harness/proxy';

export const instanceKilled: Fault = {
	name: 'one of two app instances killed',
	runs: 20,
	how: 'two instances of the server share PostgreSQL and S3 and take every call by turns; by turns when one has a whole push, when it answers one, and inside a photo of several pieces it gets SIGKILL, and everything is sent through the other before it starts again',
	twoInstances: true,
	async run({ site, inspector, tell }, index) {
		await site.startAll();
		await inspector.tablet.setOffline(true);
		await inspector.decide({ size: 'large' });
		await inspector.decide();
		const [moment, about] = MOMENTS[index % MOMENTS.length] ?? MOMENTS[0];
		const killed = new Promise<void>((resolve, reject) => {
			let done = false;
			const kill = () => {
				if (!done) site.lastAsked.kill().then(resolve, reject);
				done = true;
			};
			site.network.weather = (call) => {
				if (done || !about(call)) return FINE;
				return moment === 'answers a push'
					? { kind: 'answer-lost', arrived: kill }
					: { kind: 'watched', passedOn: kill };
			};
		});
		await inspector.tablet.setOffline(false);
		await killed;
		await inspector.drained();
		tell(`killed when one ${moment}`);
	}
};

const MOMENTS = [
	['has a push', isPush],
	['answers a push', isPush],
	['has a piece of a photo', isPiece]
] as const;
