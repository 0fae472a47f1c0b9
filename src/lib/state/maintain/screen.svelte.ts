/** The maintain screen: which machine, which fault of it, and the question whether the last repair helped. */
import type { Capture } from '$lib/domain/capture';
import { outcomeDueAt, type Fault } from '$lib/domain/fault/fault';
import type { RepairOutcome } from '$lib/domain/fault/repair';
import { mayState } from '$lib/domain/statement-rights';
import type { Asset } from '$lib/domain/site';
import { giveFeedback, keepScreenOn, newId, openPhoto } from '$lib/device';
import { Viewfinder } from '../inspect/viewfinder.svelte';
import type { Tablet } from '../tablet.svelte';
import { AssetFinder } from './asset-finder.svelte';
import { FaultBook } from './fault-book.svelte';
import { FaultWork } from './fault-work.svelte';
import type { CauseModel } from './model';
import { SoundInput } from './sound-input.svelte';

export class MaintainScreen {
	readonly book: FaultBook;
	readonly work: FaultWork;
	readonly finder: AssetFinder;
	readonly viewfinder: Viewfinder;
	readonly sound: SoundInput;
	readonly #tablet: Tablet;
	readonly #model: CauseModel;
	#asset = $state.raw<Asset | null>(null);
	#scanned: Capture['scanned'] = null;
	/** When the machine's page was opened, ISO 8601: the stopwatch of a repair counts from there. */
	#openedAt = '';
	/** Repairs about which somebody said that it is too early to tell, on this visit. */
	#putOff = $state.raw<ReadonlySet<string>>(new Set());
	/** What was learned from last: the same is not taught twice. */
	#taught = '';

	/** To be made while a component is. */
	constructor(tablet: Tablet, model: CauseModel) {
		this.#tablet = tablet;
		this.#model = model;
		this.book = new FaultBook(tablet);
		this.work = new FaultWork(tablet, this.book, model);
		this.finder = new AssetFinder(
			tablet.register,
			(asset, scanned) => this.choose(asset, scanned),
			(error) => this.work.fail(error)
		);
		this.viewfinder = new Viewfinder(
			(code) => {
				// A code read while a fault is in hand would tear it from its machine.
				if (!this.work.draft) this.finder.take(code);
			},
			() => Promise.resolve([])
		);
		this.sound = new SoundInput((file) => void this.work.addSound(file));
		$effect(() => this.#teach());
	}

	/** The machine whose page is open; that of the fault in hand before any other. */
	get asset(): Asset | null {
		return this.work.asset ?? this.#asset;
	}

	/** The repair of this machine that somebody should first say something about; null when there is none, or they may not. */
	get outcomeAsked(): Fault | null {
		const { asset } = this;
		const role = this.#tablet.session.person?.role;
		if (!asset || !role || !mayState('repair.judged', role)) return null;
		const waits = (fault: Fault) => outcomeDueAt(fault) !== null && !this.#putOff.has(fault.report.id);
		return this.book.faultsOf(asset.id).find(waits) ?? null;
	}

	/** Opens the camera, takes up what was begun; the returned function closes it all. For `onMount`. */
	open(): () => void {
		const letSleep = keepScreenOn();
		this.viewfinder.start();
		this.book.start();
		void this.work.resume();
		return () => {
			letSleep();
			this.viewfinder.stop();
			this.book.stop();
			this.sound.stop();
		};
	}

	choose(asset: Asset, scanned: Capture['scanned']): void {
		giveFeedback('scanned', this.#tablet.preferences);
		this.finder.dismiss();
		this.work.clearFailure();
		this.#putOff = new Set();
		this.#asset = asset;
		this.#scanned = scanned;
		this.#openedAt = new Date().toISOString();
	}

	/** Back to looking for a machine; a fault in hand is laid down first. */
	leaveAsset(): void {
		if (this.work.draft) return;
		this.#asset = null;
		this.work.clearFailure();
	}

	async report(symptoms: readonly string[] = []): Promise<void> {
		const { asset } = this;
		if (asset) await this.work.begin(asset, this.#scanned, { symptoms: [...symptoms], begunAt: this.#openedAt });
	}

	/** Takes up the cause or the repair of a fault that was reported before. */
	async takeUp(fault: Fault): Promise<void> {
		this.#asset = this.#tablet.register.assetById(fault.report.assetId);
		this.#scanned = null;
		await this.work.takeUp(fault);
	}

	/** Puts what was done on record; the visit to this machine ends with it. */
	async finishRepair(): Promise<void> {
		await this.work.recordRepair();
		if (!this.work.draft) this.#asset = null;
	}

	/** Not on this visit. */
	putOff(fault: Fault): void {
		this.#putOff = new Set([...this.#putOff, fault.report.id]);
	}

	/** Puts on record whether the last repair helped. A machine that still has the fault is asked about anew. */
	async judge(fault: Fault, said: Pick<RepairOutcome, 'helped' | 'causeId' | 'note'>): Promise<void> {
		const repair = fault.repairs.at(-1);
		if (!repair) return;
		try {
			const body = { id: newId(), reportId: fault.report.id, repairId: repair.id, ...said };
			await this.#tablet.record([{ type: 'repair.judged', body }]);
			giveFeedback('done', this.#tablet.preferences);
		} catch (error) {
			this.work.fail(error);
		}
	}

	async takePhoto(): Promise<void> {
		try {
			const { bitmap, stored } = this.viewfinder.takePhoto();
			giveFeedback('shutter', this.#tablet.preferences);
			(await bitmap).close();
			await this.work.addPhoto(await stored);
		} catch (error) {
			this.work.fail(error);
		}
	}

	async addPhotoFile(file: Blob): Promise<void> {
		try {
			const keepsLocation = this.#tablet.register.settings.keepPhotoLocation;
			const { bitmap, stored } = await openPhoto(file, keepsLocation ? 'keep' : 'remove');
			bitmap.close();
			await this.work.addPhoto(stored);
		} catch (error) {
			this.work.fail(error);
		}
	}

	/** Whenever there is more to learn from, in the background. */
	#teach(): void {
		const { catalogue, cases, ready } = this.book;
		if (!ready || !catalogue) return;
		const taught = `${catalogue.version} ${cases.map(({ reportId, causeId, weight }) => `${reportId}${causeId}${weight}`).join()}`;
		if (taught === this.#taught) return;
		this.#taught = taught;
		void this.#model.teach({ catalogue, cases });
	}
}
