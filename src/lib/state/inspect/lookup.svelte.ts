/** From a code to a part: what was found, and what to ask the person when that is not one part. */
import { atRest, newId } from '$lib/device';
import type { Asset, Part, WorkOrder } from '$lib/domain/site';
import type { Subject } from '$lib/domain/subject';
import type { ScannedCode } from '$lib/scan/client';
import { codeFromText } from '$lib/scan/client';
import type { NewUnit, RefusalReason } from '$lib/scan/identify';
import type { Tablet } from '../tablet.svelte';
import type { Job } from './job';

/** A subject with the names a person knows it by. */
export interface Match {
	subject: Subject;
	part: Part | null;
	asset: Asset | null;
	workOrder: WorkOrder | null;
}

/** Why a code did not lead straight to a part. */
export type Question =
	| { kind: 'refused'; reason: RefusalReason }
	| { kind: 'unknown'; text: string }
	| { kind: 'no-code' }
	| { kind: 'machine'; asset: Asset }
	| { kind: 'unit-not-seen'; part: Part; unit: NewUnit; code: ScannedCode }
	| { kind: 'several'; matches: Match[]; code: ScannedCode };

type Found = Omit<Job, 'viewIndex'>;

export class Lookup {
	readonly #tablet: Tablet;
	readonly #begin: (found: Found) => void;
	readonly #failed: (error: unknown) => void;
	#question = $state.raw<Question | null>(null);
	#readsPhoto = $state(false);
	/** The order scanned last: it holds for the parts scanned after it, as on a walk. */
	#workOrder = $state.raw<WorkOrder | null>(null);
	#lookups = 0;

	constructor(tablet: Tablet, begin: (found: Found) => void, failed: (error: unknown) => void) {
		this.#tablet = tablet;
		this.#begin = begin;
		this.#failed = failed;
	}

	get question(): Question | null {
		return this.#question;
	}

	get readsPhoto(): boolean {
		return this.#readsPhoto;
	}

	get workOrder(): WorkOrder | null {
		return this.#workOrder;
	}

	type(text: string): void {
		this.take(codeFromText(text, 'typed'));
	}

	/** Loads what knows the kinds of codes, once the page can be used: with the first code it is there. */
	async prepare(): Promise<void> {
		await atRest();
		await identification().catch(() => undefined);
	}

	/** Follows a code; of two in a row the later one counts. */
	take(code: ScannedCode): void {
		this.#follow(code).catch(this.#failed);
	}

	/** Looks for a code in a photo. @param read finds it; null when there is none */
	async readPhoto(read: () => Promise<ScannedCode | null>): Promise<void> {
		this.#readsPhoto = true;
		try {
			const code = await read();
			if (code) await this.#follow(code);
			else this.#question = { kind: 'no-code' };
		} catch {
			this.#question = { kind: 'no-code' };
		} finally {
			this.#readsPhoto = false;
		}
	}

	choose(index: number): void {
		const question = this.#question;
		const match = question?.kind === 'several' ? question.matches[index] : undefined;
		if (question?.kind === 'several' && match) this.#arrive(match, question.code);
	}

	/** Puts the unit or lot into the register, on record, and goes on with it. @throws what `Tablet.record` throws */
	async registerUnit(): Promise<void> {
		const question = this.#question;
		if (question?.kind !== 'unit-not-seen') return;
		const { part, unit, code } = question;
		const id = newId();
		await this.#tablet.record([{ type: 'unit.registered', body: { id, ...unit } }]);
		const subject: Subject | null =
			unit.serial !== null
				? { kind: 'unit', partId: part.id, unitId: id, serial: unit.serial }
				: unit.lot !== null
					? { kind: 'lot', partId: part.id, unitId: id, lot: unit.lot }
					: null;
		if (subject) this.#arrive({ subject, part, asset: null, workOrder: null }, code);
	}

	dismiss(): void {
		this.#question = null;
	}

	async #follow(code: ScannedCode): Promise<void> {
		const lookup = ++this.#lookups;
		const { identify, Refusal, resolve } = await identification();
		const identifier = identify(code);
		if (identifier instanceof Refusal) {
			this.#question = { kind: 'refused', reason: identifier.reason };
			return;
		}
		const resolution = await resolve(identifier, this.#tablet.register);
		if (lookup !== this.#lookups) return;
		switch (resolution.outcome) {
			case 'found':
				return this.#arrive(this.#match(resolution.subject), code);
			case 'ambiguous':
				this.#question = { kind: 'several', matches: resolution.matches.map((subject) => this.#match(subject)), code };
				return;
			case 'refused':
				this.#question = { kind: 'refused', reason: resolution.refusal.reason };
				return;
			case 'unknown': {
				const part = resolution.newUnit && this.#tablet.register.partById(resolution.newUnit.partId);
				this.#question =
					resolution.newUnit && part
						? { kind: 'unit-not-seen', part, unit: resolution.newUnit, code }
						: { kind: 'unknown', text: code.text };
			}
		}
	}

	#match(subject: Subject): Match {
		const { register } = this.#tablet;
		return {
			subject,
			part: subject.kind === 'asset' ? null : register.partById(subject.partId),
			asset: subject.kind === 'asset' ? register.assetById(subject.assetId) : null,
			workOrder: subject.kind === 'work-order' ? register.workOrderById(subject.workOrderId) : null
		};
	}

	#arrive({ subject, part, asset, workOrder }: Match, { text, symbology, source }: ScannedCode): void {
		if (asset) {
			this.#question = { kind: 'machine', asset };
			return;
		}
		if (!part) {
			this.#question = { kind: 'unknown', text };
			return;
		}
		this.#question = null;
		this.#workOrder = workOrder ?? (this.#workOrder?.partId === part.id ? this.#workOrder : null);
		this.#begin({ subject, part, scanned: { text, symbology: symbology ?? '', source }, workOrder: this.#workOrder });
	}
}

const identification = () => import('$lib/scan/identify');

export type { RefusalReason } from '$lib/scan/identify';
