import { describe, expect, it } from 'vitest';
import { Cancelled, SerialQueue } from './queue';

function gate() {
	let open: () => void = () => undefined;
	const passed = new Promise<void>((resolve) => (open = resolve));
	return { passed, open: () => open() };
}

describe('the worker’s queue', () => {
	it('runs one job at a time, in order', async () => {
		const queue = new SerialQueue();
		const seen: string[] = [];
		const job = (name: string) => async () => {
			seen.push(`${name} begins`);
			await Promise.resolve();
			seen.push(`${name} ends`);
		};
		await Promise.all([queue.add('background', job('a')), queue.add('background', job('b'))]);
		expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
	});

	it('puts a suggestion before teaching that waits', async () => {
		const queue = new SerialQueue();
		const seen: string[] = [];
		const first = gate();
		const jobs = [
			queue.add('background', () => first.passed),
			queue.add('background', async () => void seen.push('teach')),
			queue.add('person-waits', async () => void seen.push('suggest'))
		];
		first.open();
		await Promise.all(jobs);
		expect(seen).toEqual(['suggest', 'teach']);
	});

	it('answers a suggestion in the middle of long teaching', async () => {
		const queue = new SerialQueue();
		const seen: string[] = [];
		const halfway = gate();
		const teaching = queue.add('background', async () => {
			seen.push('first half');
			await halfway.passed;
			await queue.breathe();
			seen.push('second half');
		});
		const suggestion = queue.add('person-waits', async () => void seen.push('suggest'));
		halfway.open();
		await Promise.all([teaching, suggestion]);
		expect(seen).toEqual(['first half', 'suggest', 'second half']);
	});

	it('drops a job that was taken back before it began, and runs the others', async () => {
		const queue = new SerialQueue();
		const first = gate();
		const running = queue.add('background', () => first.passed);
		const dropped = queue.add('person-waits', () => Promise.reject(new Error('must not run')), 'x');
		const kept = queue.add('person-waits', () => Promise.resolve('kept'), 'y');
		expect(queue.cancel('x')).toBe(true);
		expect(queue.cancel('x')).toBe(false);
		first.open();
		await expect(dropped).rejects.toBeInstanceOf(Cancelled);
		await expect(kept).resolves.toBe('kept');
		await running;
	});

	it('goes on after a job that failed', async () => {
		const queue = new SerialQueue();
		const failed = queue.add('background', () => Promise.reject(new Error('broken')));
		const next = queue.add('background', () => Promise.resolve(1));
		await expect(failed).rejects.toThrow('broken');
		await expect(next).resolves.toBe(1);
	});
});
