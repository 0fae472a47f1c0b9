/** A model's look at a photo of an audit: a suggestion with its checkpoint, as any other, and the person's decision becomes the item's verdict. */
import type { Asked } from '$lib/domain/audit/reading';
import { confirmedClass, type Decision } from '$lib/domain/decision';
import { GOOD, type Part } from '$lib/domain/site';
import type { Call } from '../inspect/compose';
import { Inspection } from '../inspect/inspection.svelte';
import type { Picture } from '../inspect/job';
import type { Model } from '../inspect/model';
import type { Tablet } from '../tablet.svelte';
import { keyOf, type AuditWork } from './work.svelte';

export class Assist {
	readonly inspection: Inspection;
	readonly #tablet: Tablet;
	readonly #work: AuditWork;
	/** `answerKey` of the item whose photo is being looked at. */
	#key = $state<string | null>(null);

	constructor(tablet: Tablet, model: Model, work: AuditWork) {
		this.#tablet = tablet;
		this.#work = work;
		this.inspection = new Inspection(tablet, model);
	}

	/** Whether this item's photo waits for a decision. */
	isFor(asked: Asked): boolean {
		return this.#key === keyOf(asked) && (this.inspection.shot !== null || this.inspection.phase === 'thinking');
	}

	/** The part whose pack looks at the item's photo; null where none does, or the part has not come to this tablet. */
	partOf({ item: { type } }: Asked): Part | null {
		return type.kind === 'photo' && type.assist ? this.#tablet.register.partById(type.assist.partId) : null;
	}

	/** Takes up a photo that was taken and not decided about before a restart. */
	async resume(): Promise<void> {
		await this.inspection.resume();
		const capture = this.inspection.shot?.capture;
		if (!capture) return;
		const has = (asked: Asked) => this.#work.saidOf(asked)?.photos.some(({ captureId }) => captureId === capture.id);
		const attached = this.#work.asked.find(has);
		const asked = attached ?? this.#work.asked.find((it) => this.partOf(it) && it.item.id === capture.plan?.viewId);
		if (!asked) return;
		this.#key = keyOf(asked);
		if (!attached) await this.#work.addCapture(asked, capture);
	}

	/** Puts the photo on record as a capture, makes it part of the item's answer, and lets the model look. */
	async take(asked: Asked, part: Part, picture: Picture, source: 'camera' | 'file'): Promise<void> {
		const { type } = asked.item;
		if (type.kind !== 'photo' || !type.assist) return;
		const view = { id: asked.item.id, name: asked.item.text.slice(0, 120), hint: '', frame: type.assist.frame };
		const looked = { ...part, plan: { ...part.plan, views: [view] } };
		this.#key = keyOf(asked);
		this.inspection.begin({ subject: { kind: 'part', partId: part.id }, part: looked, scanned: null, workOrder: null });
		// Not awaited: the answer is on record before the model has spoken.
		void this.inspection.take(picture, source, performance.now());
		const [, file] = await Promise.all([picture.bitmap, picture.stored]);
		await this.#work.addPhoto(asked, file, this.inspection.shot?.capture.id ?? null);
	}

	async decide(asked: Asked, call: Call): Promise<void> {
		const sha256 = this.inspection.shot?.capture.photo.sha256;
		await this.inspection.decide(call, performance.now());
		const decision = this.inspection.saved?.decision;
		if (this.inspection.failure || !decision || this.inspection.shot) return;
		this.inspection.forgetSaved();
		this.#key = null;
		if (decision.verdict === 'reject' && decision.because === 'unusable') {
			if (sha256 !== undefined) await this.#work.removePhoto(asked, sha256);
			return;
		}
		const verdict = verdictOf(decision);
		if (verdict) await this.#work.value(asked, { kind: 'photo', verdict });
	}
}

/** Null where somebody else is to say. */
function verdictOf(decision: Decision): 'pass' | 'fail' | null {
	if (decision.verdict === 'escalate') return null;
	return confirmedClass(decision) === GOOD ? 'pass' : 'fail';
}
