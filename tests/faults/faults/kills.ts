/** Processes that end between two instructions. */
import type { Fault } from '../harness/fault';

/** Calls out the moment the screen says that a decision is saved, before it is even painted. */
const WATCH_FOR_PROMISE = `
	let said = null;
	new MutationObserver(() => {
		const text = document.body?.innerText.match(/Saved on this tablet[^\\n]*/)?.[0] ?? null;
		if (text !== null && text !== said) window.countersignPromised?.(text);
		said = text;
	}).observe(document, { subtree: true, childList: true, characterData: true });
`;

export const browserKilled: Fault = {
	name: 'browser kill -9 right after the ack',
	runs: 20,
	how: 'SIGKILL to the browser the moment the screen says "Saved on this tablet", every second time without a network; it starts again on the same profile',
	tablets: [{ initScript: WATCH_FOR_PROMISE }],
	async run({ inspector, tell }, index) {
		const { tablet } = inspector;
		await tablet.setOffline(index % 2 === 1);
		const photo = await inspector.photograph();
		const killed = new Promise<void>((resolve, reject) => {
			void tablet.page.exposeFunction('countersignPromised', () => {
				inspector.keepPromise(photo);
				tablet.kill().then(resolve, reject);
			});
		});
		// The browser is gone before this is over.
		await Promise.all([killed, inspector.judge().catch(() => undefined)]);
		tell('killed');
		await tablet.setOffline(false);
		await inspector.startAgain();
	}
};
