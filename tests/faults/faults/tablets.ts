/** More than one at work on the same thing: tablets, tabs, and the service worker beside them. */
import { inspectReady } from '../../e2e/journey';
import type { Fault } from '../harness/fault';

/** The unit on the demo site's labels. */
const UNIT = '(01)04012345004175(21)00219';

export const twoTablets: Fault = {
	name: 'two tablets on one unit',
	runs: 20,
	how: 'both decide about the same unit without a network, which then returns to both at once',
	tablets: [{}, {}],
	async run({ inspectors }) {
		for (const inspector of inspectors) await inspector.tablet.setOffline(true);
		for (const inspector of inspectors) await inspector.decide({ code: UNIT });
		await Promise.all(inspectors.map((inspector) => inspector.tablet.setOffline(false)));
	}
};

export const twoTabs: Fault = {
	name: 'two tabs at once',
	runs: 20,
	how: 'two tabs of one tablet decide at the same time, every second time without a network, and both send, beside the service worker',
	async run({ inspector }, index) {
		const { tablet } = inspector;
		const first = inspector.page;
		const second = await tablet.context.newPage();
		await second.goto('/inspect');
		await inspectReady(second);
		await tablet.setOffline(index % 2 === 0);
		await Promise.all([inspector.decide({ page: first }), inspector.decide({ page: second })]);
		await Promise.all([inspector.decide({ page: second }), inspector.decide({ page: first })]);
		await tablet.setOffline(false);
		await inspector.drained();
		await second.close();
	}
};
