import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppUpdate } from './app-update.svelte';

class FakeWorker extends EventTarget {
	state = 'installing';
	readonly messages: unknown[] = [];
	postMessage(message: unknown): void {
		this.messages.push(message);
	}
	becomes(state: string): void {
		this.state = state;
		this.dispatchEvent(new Event('statechange'));
	}
}

class FakeContainer extends EventTarget {
	controller: FakeWorker | null = null;
	readonly registration = Object.assign(new EventTarget(), {
		installing: null as FakeWorker | null,
		waiting: null as FakeWorker | null,
		active: null as FakeWorker | null,
		update: () => Promise.resolve()
	});
	readonly ready = Promise.resolve(this.registration);
	register = () => Promise.resolve(this.registration);
	/** A version arrives. */
	installs(worker: FakeWorker): void {
		this.registration.installing = worker;
		this.registration.dispatchEvent(new Event('updatefound'));
		worker.becomes('installed');
	}
	takenOverBy(worker: FakeWorker): void {
		this.controller = worker;
		this.dispatchEvent(new Event('controllerchange'));
	}
}

let container: FakeContainer;
let reload: ReturnType<typeof vi.fn<() => void>>;
let update: AppUpdate;
beforeEach(() => {
	container = new FakeContainer();
	reload = vi.fn();
	update = new AppUpdate({ container: container as unknown as ServiceWorkerContainer, reload });
});

describe('a new version', () => {
	it('is not the first one: the page it came with goes on undisturbed', async () => {
		await update.start();
		const first = new FakeWorker();
		container.installs(first);
		container.takenOverBy(first);
		expect(update.ready).toBe(false);
		expect(reload).not.toHaveBeenCalled();
		expect(update.offline).toBe('ready');
	});

	it('waits until it is asked for, and until the inspection in hand is done', async () => {
		container.controller = new FakeWorker();
		await update.start();
		const next = new FakeWorker();
		container.installs(next);
		expect(update.ready).toBe(true);
		update.busy = true;
		update.apply();
		expect(next.messages).toEqual([]);
		update.busy = false;
		expect(next.messages).toEqual([{ type: 'skip-waiting' }]);
		container.takenOverBy(next);
		expect(reload).toHaveBeenCalledOnce();
		update.stop();
	});

	it('that does not take over although it was asked to is brought about by loading the page anew, but not in mid-capture', async () => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		container.controller = new FakeWorker();
		await update.start();
		container.installs(new FakeWorker());
		update.apply();
		update.busy = true;
		vi.advanceTimersByTime(60_000);
		expect(reload).not.toHaveBeenCalled();
		update.busy = false;
		expect(reload).toHaveBeenCalledOnce();
		update.stop();
		vi.useRealTimers();
	});

	it('applied from another tab does not interrupt this one', async () => {
		container.controller = new FakeWorker();
		await update.start();
		update.busy = true;
		container.takenOverBy(new FakeWorker());
		expect(reload).not.toHaveBeenCalled();
		update.busy = false;
		expect(reload).toHaveBeenCalledOnce();
		update.stop();
	});

	it('is fetched and applied at once when the server no longer understands this one, but not in mid-capture', async () => {
		container.controller = new FakeWorker();
		await update.start();
		const next = new FakeWorker();
		container.registration.update = async () => {
			container.registration.installing = next;
			container.registration.dispatchEvent(new Event('updatefound'));
		};
		update.busy = true;
		await update.updateNow();
		next.becomes('installed');
		expect(next.messages).toEqual([]);
		update.busy = false;
		expect(next.messages).toEqual([{ type: 'skip-waiting' }]);
		expect(reload).not.toHaveBeenCalled();
		update.stop();
	});

	it('that is not to be had makes the page load anew, from where the server is', async () => {
		container.controller = new FakeWorker();
		await update.start();
		await update.updateNow();
		expect(reload).toHaveBeenCalledOnce();
		update.stop();
	});

	it('never comes where the browser has no service worker, and the app says that it works online only', async () => {
		update = new AppUpdate({ container: undefined, reload });
		await update.start();
		expect(update.offline).toBe('unavailable');
	});
});
