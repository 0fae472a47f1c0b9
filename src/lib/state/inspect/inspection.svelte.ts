/** One inspection after another: part found → photo → suggestion → decision → next view or part. All the screen's state is here. */
import type { Capture } from '$lib/domain/capture';
import type { CommittedCall, FirstCall } from '$lib/domain/committed-call';
import { confirmedClass, WITHDRAW_WITHIN_MS, type Decision } from '$lib/domain/decision';
import type { View } from '$lib/domain/site';
import type { Suggestion } from '$lib/domain/suggestion';
import { giveFeedback, newId, type PhotoFile } from '$lib/device';
import type { Tablet } from '../tablet.svelte';
import { composeDecision, isAskedFirst, routeSuggestion, type Call } from './compose';
import { draftOf, dropShot, findShot, keepShot, type ShotDraft } from './draft';
import type { Job, Phase, Picture, Saved, Shot } from './job';
import { timeDecision, timeShutter } from './measure';
import type { Model } from './model';
import { captureOf, discardPicture, newShot } from './shot';
import { Statements } from './statements';

export class Inspection {
	readonly #tablet: Tablet;
	readonly #model: Model;
	readonly #statements: Statements;
	#job = $state.raw<Job | null>(null);
	#shot = $state.raw<Shot | null>(null);
	#saved = $state.raw<Saved | null>(null);
	#failure = $state.raw<unknown>(null);
	#isTaking = $state(false);
	#isDeciding = $state(false);
	#decidedToday = $state(0);
	#looking: AbortController | null = null;
	/** Settles when the model has spoken about the shot in hand. */
	#looked: Promise<void> = Promise.resolve();

	constructor(tablet: Tablet, model: Model) {
		this.#tablet = tablet;
		this.#model = model;
		this.#statements = new Statements((statements, photos) => tablet.record(statements, photos));
	}

	get job(): Job | null {
		return this.#job;
	}

	get shot(): Shot | null {
		return this.#shot;
	}

	get saved(): Saved | null {
		return this.#saved;
	}

	/** What went wrong last, for the screen to put into words; nothing decided is lost by it. */
	get failure(): unknown {
		return this.#failure;
	}

	get busy(): boolean {
		return this.#isTaking || this.#isDeciding || this.#shot !== null;
	}

	get decidedToday(): number {
		return this.#decidedToday;
	}

	get view(): View | null {
		return this.#job?.part.plan.views[this.#job.viewIndex] ?? null;
	}

	get hasMoreViews(): boolean {
		return this.#job !== null && this.#job.viewIndex + 1 < this.#job.part.plan.views.length;
	}

	get phase(): Phase {
		if (!this.#job) return 'find';
		if (!this.#shot) return this.#isTaking ? 'thinking' : 'aim';
		if (this.#shot.asksFirst && !this.#shot.committed) return 'commit';
		if (!this.#shot.suggestion) return 'thinking';
		// Whoever has committed to a call has found the photo good enough for it.
		if (this.#shot.committed) return 'judge';
		if (this.#shot.suggestion.usability.length > 0 && !this.#shot.usedAnyway) return 'unusable';
		return 'judge';
	}

	/** Takes up what this person had begun before a restart, if anything. */
	async resume(): Promise<void> {
		const personId = this.#tablet.session.person?.id;
		if (!personId) return;
		this.#decidedToday = await this.#tablet.decisionsToday(personId);
		const found = await findShot(this.#tablet.database, personId, (id) => this.#tablet.register.partById(id));
		if (!found || this.#job) return;
		this.#job = found.job;
		this.#shot = found.shot;
		if (!found.shot.suggestion) await this.#look(found.bitmap);
		else found.bitmap.close();
	}

	begin(job: Omit<Job, 'viewIndex'>): void {
		this.#clearShot();
		this.#failure = null;
		this.#job = { ...job, viewIndex: 0 };
		giveFeedback('scanned', this.#tablet.preferences);
		void this.#model.prepare(job.part);
	}

	/** Back to looking for a part. A photo that was taken must be decided or retaken first. */
	leave(): void {
		if (this.#shot) return;
		this.#job = null;
		this.#failure = null;
	}

	/** @param pressedAt when the person pressed the shutter, on `performance.now()`'s clock */
	async take(picture: Picture, source: Capture['photoSource'], pressedAt: number): Promise<void> {
		const { job, view } = { job: this.#job, view: this.view };
		if (!job || !view || this.#shot || this.#isTaking) return discardPicture(picture);
		this.#isTaking = true;
		this.#failure = null;
		giveFeedback('shutter', this.#tablet.preferences);
		try {
			const [bitmap, photo] = await Promise.all([picture.bitmap, picture.stored]);
			const capture = captureOf(job, view, photo, source, this.#tablet.session.areaId);
			this.#shot = this.#newShot(job, capture, URL.createObjectURL(photo.blob));
			void this.#say([{ type: 'capture.recorded', body: capture }], photo);
			await this.#look(bitmap);
			timeShutter(pressedAt);
		} catch (error) {
			this.#failure = error;
		} finally {
			this.#isTaking = false;
		}
	}

	useAnyway(): void {
		if (this.#shot) this.#shot = { ...this.#shot, usedAnyway: true };
	}

	/** The suggestion is on the screen now. */
	markShown(): void {
		if (!this.#shot || this.#shot.shownAt !== null) return;
		this.#shot = { ...this.#shot, shownAt: new Date().toISOString() };
		// Over a restart as well: when the model's call was first seen stands beside the one committed before.
		if (this.#shot.committed) this.#keepDraft();
	}

	/** Puts the person's own call on record; only then is there anything of the model's to be seen. */
	async commit(call: FirstCall): Promise<void> {
		const shot = this.#shot;
		if (!shot?.asksFirst || shot.committed) return;
		await this.#alone(async () => {
			const { suggestionId, capture } = shot;
			const policyVersion = shot.route?.policyVersion ?? this.#tablet.register.policy.version;
			const committed: CommittedCall = { captureId: capture.id, suggestionId, call, policyVersion };
			await this.#statements.sayNowOrNever([{ type: 'call.committed', body: committed }]);
			giveFeedback('tap', this.#tablet.preferences);
			// The model may have spoken meanwhile.
			if (this.#shot) this.#shot = { ...this.#shot, committed };
		});
	}

	/** Saves the person's call, then moves on. @param pressedAt as in `take` */
	async decide(call: Call, pressedAt: number): Promise<void> {
		const job = this.#job;
		if (!job || !this.#shot) return;
		await this.#alone(async () => {
			// Handed over or given up before the model has spoken: a decision names its suggestion.
			await this.#looked;
			const shot = this.shot;
			if (!shot?.suggestion || !shot.route) return;
			const { capture, suggestion, route, asksFirst, shownAt } = shot;
			const decision = composeDecision(call, { id: newId(), capture, suggestion, route, asksFirst, shownAt });
			await this.#statements.sayNowOrNever([{ type: 'decision.made', body: decision }]);
			timeDecision(pressedAt);
			giveFeedback('done', this.#tablet.preferences);
			this.#forgetSaved();
			this.#saved = { decision, job, shot, until: performance.now() + WITHDRAW_WITHIN_MS };
			this.#decidedToday++;
			this.#learn(job, shot, decision);
			this.#advance(job, decision);
		});
	}

	/** On without a call, where the policy lets it pass: what the model said is on record, and needs nobody here. */
	async goOn(): Promise<void> {
		const { job, shot } = { job: this.#job, shot: this.#shot };
		const personId = this.#tablet.session.person?.id;
		if (!job || !shot?.suggestion || personId === undefined) return;
		await this.#alone(async () => {
			// What a full disk has refused is written before the photo leaves the hand.
			await this.#statements.say([]);
			await dropShot(this.#tablet.database, personId);
			giveFeedback('done', this.#tablet.preferences);
			this.forgetSaved();
			URL.revokeObjectURL(shot.photoUrl);
			this.#advance(job);
		});
	}

	/** Takes the last decision back, while that is possible, and puts its case on the screen again. */
	async withdraw(): Promise<void> {
		const saved = this.#saved;
		if (!saved || performance.now() > saved.until || this.#shot || this.#isTaking) return;
		await this.#alone(async () => {
			await this.#statements.sayNowOrNever([{ type: 'decision.withdrawn', body: { decisionId: saved.decision.id } }]);
			void this.#model.withdraw(saved.job.part, saved.shot.capture.id);
			this.#saved = null;
			this.#decidedToday--;
			this.#job = saved.job;
			this.#shot = { ...saved.shot, resumed: false };
		});
	}

	/** The time to take the last decision back is over. */
	forgetSaved(): void {
		this.#forgetSaved();
		this.#saved = null;
	}

	/** Something beside the inspection went wrong: shown in the same place. */
	fail(error: unknown): void {
		this.#failure = error;
	}

	clearFailure(): void {
		this.#failure = null;
	}

	#newShot(job: Job, capture: Capture, photoUrl: string): Shot {
		const suggestionId = newId();
		const { policy, person, at, tightened } = this.#asked();
		const asksFirst = isAskedFirst(policy, job.part, suggestionId, person, at, tightened);
		return newShot(capture, photoUrl, suggestionId, asksFirst);
	}

	/** Whom the policy is asked about, and when. */
	#asked() {
		const { register, session } = this.#tablet;
		const person = session.person?.id ?? null;
		const tightened = register.tightenedOf(person) !== null;
		return { policy: register.policy, person, at: new Date().toISOString(), tightened };
	}

	/** Lets the model look at the shot in hand; when it cannot, the person decides without it. */
	async #look(bitmap: ImageBitmap): Promise<void> {
		const { job, shot } = { job: this.#job, shot: this.#shot };
		if (!job || !shot) return bitmap.close();
		this.#looked = this.#suggest(job, shot, bitmap);
		await this.#looked;
	}

	async #suggest(job: Job, { capture, suggestionId }: Shot, bitmap: ImageBitmap): Promise<void> {
		this.#looking = new AbortController();
		const { suggestion: said, embedding } = await this.#model.look(
			job.part,
			bitmap,
			capture.frame,
			this.#looking.signal
		);
		// The person may have committed to a call meanwhile.
		const shot = this.#shot;
		if (shot?.capture.id !== capture.id) return;
		const suggestion: Suggestion = { ...said, id: suggestionId, captureId: capture.id };
		const { policy, person, at, tightened } = this.#asked();
		const route = routeSuggestion(policy, suggestion, job.part, person, at, tightened);
		const asksFirst = shot.asksFirst || route.consequence.reveal === 'commit-first';
		this.#shot = { ...shot, suggestion, route, embedding, asksFirst };
		void this.#say([{ type: 'suggestion.made', body: suggestion }]);
	}

	async #say(statements: Parameters<Statements['say']>[0], photo: PhotoFile | null = null): Promise<void> {
		try {
			await this.#statements.say(statements, photo ? [this.#tablet.photoToStore(photo)] : []);
			// A decision under way ends the draft: written now, it might be there again afterwards.
			if (!this.#isDeciding) this.#keepDraft();
		} catch (error) {
			this.#failure = error;
		}
	}

	#keepDraft(): void {
		const personId = this.#tablet.session.person?.id;
		const draft: ShotDraft | null = this.#job && this.#shot ? draftOf(this.#job, this.#shot) : null;
		if (personId && draft)
			keepShot(this.#tablet.database, personId, draft).catch((error: unknown) => (this.#failure = error));
	}

	#learn(job: Job, shot: Shot, decision: Decision): void {
		const learned = confirmedClass(decision);
		const known = learned === 'good' || job.part.classes.some(({ id }) => id === learned);
		if (learned && known && shot.embedding) void this.#model.confirm(job.part, shot.capture, learned, shot.embedding);
	}

	/** One thing at a time. Where it fails the photo stays in hand, over a restart as well. */
	async #alone(act: () => Promise<void>): Promise<void> {
		if (this.#isDeciding) return;
		this.#isDeciding = true;
		this.#failure = null;
		try {
			await act();
		} catch (error) {
			this.#failure = error;
			giveFeedback('refused', this.#tablet.preferences);
		} finally {
			this.#isDeciding = false;
			this.#keepDraft();
		}
	}

	#advance(job: Job, decision?: Decision): void {
		this.#shot = null;
		if (decision?.verdict === 'reject' && decision.because === 'unusable') return;
		const viewIndex = job.viewIndex + 1;
		this.#job = viewIndex < job.part.plan.views.length ? { ...job, viewIndex } : null;
	}

	#clearShot(): void {
		this.#looking?.abort();
		this.#shot = null;
	}

	#forgetSaved(): void {
		if (this.#saved && this.#saved.shot.photoUrl !== this.#shot?.photoUrl)
			URL.revokeObjectURL(this.#saved.shot.photoUrl);
	}
}
