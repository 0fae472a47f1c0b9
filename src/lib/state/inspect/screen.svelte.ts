/** Everything the inspect page holds: the inspection, its camera, finding parts, sample pictures and past cases. */
import { atRest, keepScreenOn, openPhoto } from '$lib/device';
import type { Part } from '$lib/domain/site';
import type { Packs } from '../packs.svelte';
import type { Tablet } from '../tablet.svelte';
import { Inspection } from './inspection.svelte';
import type { Picture } from './job';
import { Lookup } from './lookup.svelte';
import { findPastCases, type PastCase } from './past-cases';
import { Samples } from './samples';
import { Viewfinder } from './viewfinder.svelte';

export class InspectScreen {
	readonly inspection: Inspection;
	readonly viewfinder: Viewfinder;
	readonly lookup: Lookup;
	readonly #tablet: Tablet;
	readonly #samples = new Samples();
	#pastCases = $state.raw<readonly PastCase[]>([]);
	#sampleMissing = $state(false);

	/** To be made while a component is. */
	constructor(tablet: Tablet, packs: Packs) {
		this.#tablet = tablet;
		this.inspection = new Inspection(tablet, packs);
		this.lookup = new Lookup(
			tablet,
			(job) => this.inspection.begin(job),
			(error) => this.inspection.fail(error)
		);
		this.viewfinder = new Viewfinder(
			(code) => {
				// A code read while a photo is in hand would tear it from its part.
				if (!this.inspection.shot) this.lookup.take(code);
			},
			(picture, frame) => packs.check(picture, frame)
		);
		$effect(() => this.#followPastCases());
	}

	/** The nearest confirmed captures of the suggestion on the screen. */
	get pastCases(): readonly PastCase[] {
		return this.#pastCases;
	}

	/** The sample pictures never reached this tablet. */
	get sampleMissing(): boolean {
		return this.#sampleMissing;
	}

	/** When the page has come to rest, and what is needed next can be loaded. */
	get rested(): Promise<void> {
		return atRest();
	}

	/** Opens the camera, takes up what was begun; the returned function closes it all. For `onMount`. */
	open(): () => void {
		const letSleep = keepScreenOn();
		this.viewfinder.start();
		void this.inspection.resume();
		void this.lookup.prepare();
		return () => {
			letSleep();
			this.viewfinder.stop();
		};
	}

	/** Looks for a code in a photo from a file. */
	readCode(file: Blob): void {
		void this.lookup.readPhoto(() => this.viewfinder.readStill(file));
	}

	/** Puts a unit that was not known here on record, and goes on with it. */
	async registerUnit(): Promise<void> {
		try {
			await this.lookup.registerUnit();
		} catch (error) {
			this.inspection.fail(error);
		}
	}

	/** A sample part by itself, without a code: for trying the loop. */
	beginSample(part: Part): void {
		this.lookup.dismiss();
		this.inspection.begin({ subject: { kind: 'part', partId: part.id }, part, scanned: null, workOrder: null });
	}

	shoot(pressedAt: number): void {
		try {
			void this.inspection.take(this.viewfinder.takePhoto(), 'camera', pressedAt);
		} catch (error) {
			this.inspection.fail(error);
		}
	}

	shootFile(file: Blob, pressedAt: number): void {
		void this.inspection.take(this.#pictureOf(file), 'file', pressedAt);
	}

	async shootSample(pressedAt: number): Promise<void> {
		const { job, view } = this.inspection;
		const picture = job && view && (await this.#samples.next(job.part, view));
		this.#sampleMissing = !picture;
		if (picture) await this.inspection.take(this.#pictureOf(picture), 'sample', pressedAt);
	}

	#pictureOf(file: Blob): Picture {
		const opened = openPhoto(file, this.#tablet.register.settings.keepPhotoLocation ? 'keep' : 'remove');
		return { bitmap: opened.then(({ bitmap }) => bitmap), stored: opened.then(({ stored }) => stored) };
	}

	#followPastCases(): (() => void) | undefined {
		const suggestion = this.inspection.shot?.suggestion;
		this.#pastCases = [];
		if (!suggestion) return;
		let left = false;
		let found: readonly PastCase[] = [];
		void findPastCases(this.#tablet.database, suggestion.nearest).then((cases) => {
			found = cases;
			if (left) release(found);
			else this.#pastCases = found;
		});
		return () => {
			left = true;
			release(found);
		};
	}
}

function release(cases: readonly PastCase[]): void {
	for (const { photo } of cases) if (photo?.startsWith('blob:')) URL.revokeObjectURL(photo);
}
