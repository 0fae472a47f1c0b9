/** What networks do to what passes through them. */
import type { Fault } from '../harness/fault';
import { isPiece, isPush, once, type Weather } from '../harness/proxy';

export const cutInPush: Fault = {
	name: 'network cut in mid-push',
	runs: 20,
	how: 'by turns the connection breaks inside the push, and the server stores all of it but the answer is lost',
	async run({ site, inspector, tell }, index) {
		await inspector.tablet.setOffline(true);
		await inspector.decideSeveral(2);
		const answerLost = index % 2 === 1;
		const weather: Weather = answerLost ? { kind: 'answer-lost' } : { kind: 'request-cut', after: (index + 1) / 21 };
		const cut = once(isPush, weather);
		site.network.weather = cut.weather;
		await inspector.tablet.setOffline(false);
		await cut.happened;
		tell(answerLost ? 'answers lost' : 'requests cut');
	}
};

export const cutInPhoto: Fault = {
	name: 'network cut in mid-photo',
	runs: 20,
	how: 'by turns the connection breaks inside a piece of a photo of about 3.3 MB, and the answer to a piece is lost, twice in a row',
	async run({ site, inspector, tell }, index) {
		await inspector.tablet.setOffline(true);
		await inspector.decide({ size: 'huge' });
		const answerLost = index % 2 === 1;
		const weather: Weather = answerLost ? { kind: 'answer-lost' } : { kind: 'request-cut', after: (index + 1) / 21 };
		const cut = once(
			isPiece,
			...Array.from({ length: index % 3 }, () => ({ kind: 'fine' }) as const),
			weather,
			weather
		);
		site.network.weather = cut.weather;
		await inspector.tablet.setOffline(false);
		await cut.happened;
		tell(answerLost ? 'answers lost' : 'pieces cut', 2);
	}
};

export const slow: Fault = {
	name: 'slow 2G',
	runs: 5,
	how: '40 KB/s in both directions together and 300 ms before each call',
	settled: { withinMs: 120_000 },
	async run({ site, inspector }) {
		await inspector.tablet.setOffline(true);
		await inspector.decideSeveral(2);
		await inspector.decide({ size: 'large' });
		site.network.speed = { bytesPerSecond: 40_000, latencyMs: 300 };
		await inspector.tablet.setOffline(false);
		// At that speed to the end: clearing it earlier would hide what only slowness does.
		await inspector.drained({ withinMs: 120_000 });
	}
};

export const swallowed: Fault = {
	name: 'calls that are never answered',
	runs: 5,
	how: 'by turns a push and a piece of a photo vanish, until the tablet gives up waiting (30 s and 60 s)',
	settled: { withinMs: 120_000 },
	async run({ site, inspector, tell }, index) {
		await inspector.tablet.setOffline(true);
		await inspector.decide();
		const hole = once(index % 2 === 0 ? isPush : isPiece, { kind: 'swallowed' });
		site.network.weather = hole.weather;
		await inspector.tablet.setOffline(false);
		await hole.happened;
		tell(index % 2 === 0 ? 'pushes swallowed' : 'pieces swallowed');
		await inspector.drained({ withinMs: 120_000 });
	}
};
