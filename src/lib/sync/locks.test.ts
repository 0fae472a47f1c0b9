import { beforeEach, describe, expect, it } from 'vitest';
import { inTurn } from './locks';

/** A run that ends when told. */
function held() {
	let finish: () => void = () => undefined;
	const done = new Promise<void>((resolve) => (finish = resolve));
	return { done, finish };
}

const { locks } = navigator;
let started: string[];
beforeEach(() => (started = []));

describe('taking turns', () => {
	it('runs once more after a run in progress, however many asked meanwhile', async () => {
		const first = held();
		const running = inTurn(locks, async () => {
			started.push('first');
			await first.done;
			return 'first';
		});
		await expect.poll(() => started).toEqual(['first']);
		const second = inTurn(locks, async () => (started.push('second'), 'second'));
		await expect.poll(async () => (await locks.query()).pending?.length).toBe(1);
		expect(await inTurn(locks, async () => 'third')).toBeNull();
		expect(started).toEqual(['first']);
		first.finish();
		expect(await Promise.all([running, second])).toEqual(['first', 'second']);
	});

	it('lets a caller queue again once the second run has begun', async () => {
		const runs = [held(), held()] as const;
		const ask = (run: { done: Promise<void> }, name: string) =>
			inTurn(locks, async () => {
				started.push(name);
				await run.done;
				return name;
			});
		const first = ask(runs[0], 'first');
		await expect.poll(() => started).toEqual(['first']);
		const second = ask(runs[1], 'second');
		await expect.poll(async () => (await locks.query()).pending?.length).toBe(1);
		runs[0].finish();
		await expect.poll(() => started).toEqual(['first', 'second']);
		const third = ask({ done: Promise.resolve() }, 'third');
		runs[1].finish();
		expect(await Promise.all([first, second, third])).toEqual(['first', 'second', 'third']);
	});

	it('passes a failure on and frees the turn', async () => {
		await expect(inTurn(locks, async () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
		expect(await inTurn(locks, async () => 'next')).toBe('next');
	});

	it('takes the turn away from a holder that never ends', async () => {
		const frozen = held();
		const first = inTurn(locks, () => frozen.done).catch(() => 'left behind');
		await expect.poll(async () => (await locks.query()).held?.length).toBe(1);
		expect(await inTurn(locks, async () => 'went on', 20)).toBe('went on');
		frozen.finish();
		expect(await first).toBe('left behind');
		expect(await inTurn(locks, async () => 'next')).toBe('next');
	});

	it('runs at once where the browser has no locks', async () => {
		expect(await inTurn(undefined, async () => 'ran')).toBe('ran');
	});
});
