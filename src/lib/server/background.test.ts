import { describe, expect, it } from 'vitest';
import { Background, type Task } from './background';
import { QUIET } from './watch';

/** A task whose runs end when they are told to, and that tells of each that begins. */
function steered() {
	const begun: PromiseWithResolvers<null>[] = [];
	const next: PromiseWithResolvers<null>[] = [Promise.withResolvers<null>()];
	const task: Task = {
		name: 'steered',
		everyMs: 3_600_000,
		run: async () => {
			const run = Promise.withResolvers<null>();
			begun.push(run);
			next.at(-1)?.resolve(null);
			next.push(Promise.withResolvers<null>());
			await run.promise;
		}
	};
	return { task, begun, hasBegun: (count: number) => next[count - 1]?.promise };
}

describe('what the server does by itself', () => {
	it('goes on after a failure, and begins at once when it is woken, also by a wake during a run', async () => {
		const { task, begun, hasBegun } = steered();
		const background = new Background(QUIET, [task]);
		background.start();
		await hasBegun(1);
		background.wake();
		expect(begun).toHaveLength(1);
		begun[0]?.reject(new Error('the store is away'));
		await hasBegun(2);
		begun[1]?.resolve(null);
		background.wake();
		await hasBegun(3);
		begun[2]?.resolve(null);
		await background.stop();
		expect(begun).toHaveLength(3);
	});

	it('lets what is under way end before it is stopped', async () => {
		const { task, begun, hasBegun } = steered();
		const background = new Background(QUIET, [task]);
		background.start();
		await hasBegun(1);
		let isStopped = false;
		const stopped = background.stop().then(() => (isStopped = true));
		await Promise.resolve();
		expect(isStopped).toBe(false);
		begun[0]?.resolve(null);
		await stopped;
		expect(begun).toHaveLength(1);
	});

	it('is stopped at once where it was never started', async () => {
		await new Background(QUIET, [steered().task]).stop();
	});
});
