/** A tablet whose clock is wrong, and then is not: in its pages and in its service worker. */
import type { Fault } from '../harness/fault';
import type { Inspector } from '../harness/inspector';

const HOUR_MS = 60 * 60 * 1000;
/** Beyond 26 hours the server no longer takes the tablet's own time for its signature. */
const OFFSETS_MS = [24, -24, 25.9, -25.9, 72, -72].map((hours) => hours * HOUR_MS);

/** Gives every `Date` of a page or worker an offset that can be changed later. */
const MOVABLE_CLOCK = `
	globalThis.clockOffsetMs = 0;
	const RealDate = Date;
	globalThis.Date = class extends RealDate {
		constructor(...parts) {
			if (parts.length === 0) super(RealDate.now() + globalThis.clockOffsetMs);
			else super(...parts);
		}
		static now() {
			return RealDate.now() + globalThis.clockOffsetMs;
		}
	};
`;

async function setClock({ tablet, page }: Inspector, offsetMs: number): Promise<void> {
	const script = `if (!('clockOffsetMs' in globalThis)) { ${MOVABLE_CLOCK} } globalThis.clockOffsetMs = ${offsetMs};`;
	await page.evaluate(script);
	for (const worker of tablet.context.serviceWorkers()) await worker.evaluate(script);
}

export const clockWrong: Fault = {
	name: 'clock wrong by a day and jumping back',
	runs: 20,
	how: 'Date in the page and the service worker is 24, 25.9 or 72 hours ahead or behind while decisions are made and sent, and right again between two of them; after each jump the tablet asks for the PIN',
	tablets: [{ initScript: MOVABLE_CLOCK }],
	async run({ inspector, tell }, index) {
		const offset = OFFSETS_MS[index % OFFSETS_MS.length] ?? 0;
		const jump = async (offsetMs: number) => {
			await setClock(inspector, offsetMs);
			// Nobody knows how long the tablet lay there.
			await inspector.signInAfterLock();
			tell('jumps');
		};
		await jump(offset);
		await inspector.tablet.setOffline(index % 2 === 0);
		await inspector.decide();
		await jump(0);
		await inspector.decide();
		await jump(offset);
		await inspector.tablet.setOffline(false);
		await inspector.decide();
		await inspector.drained();
		await jump(0);
	}
};
