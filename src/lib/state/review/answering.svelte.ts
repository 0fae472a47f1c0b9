/** Answering the case on the screen: what goes with the answer, what was saved, and taking it back while that is possible. */
import { hashOfMatter, type Meaning } from '$lib/domain/approval';
import type { FirstCall } from '$lib/domain/committed-call';
import { WITHDRAW_WITHIN_MS, type Decision } from '$lib/domain/decision';
import { matterOf } from '$lib/domain/review/matter';
import type { Classed } from '$lib/domain/site';
import { giveFeedback, newId } from '$lib/device';
import type { Call } from '../inspect/compose';
import type { PinResult } from '../pin-check';
import type { Statement } from '../recorder';
import type { Tablet } from '../tablet.svelte';
import { composeAnswer, NOTHING_MORE, type Extras } from './answer';
import type { CaseView } from './case-view.svelte';
import type { ReviewDesk } from './desk.svelte';

/** What has just been put on record, for the bar that says so. */
export type Saved =
	| { kind: 'decided'; decision: Decision; part: Classed; /** On `performance.now()`'s clock. */ until: number }
	| { kind: 'signed' | 'refused' | 'stopped' | 'commented' }
	| { kind: 'batch'; count: number };

export class Answering {
	readonly #tablet: Tablet;
	readonly #desk: ReviewDesk;
	#extras = $state.raw<Extras>(NOTHING_MORE);
	#saved = $state.raw<Saved | null>(null);
	#failure = $state.raw<unknown>(null);
	#isBusy = $state(false);

	constructor(tablet: Tablet, desk: ReviewDesk) {
		this.#tablet = tablet;
		this.#desk = desk;
	}

	get extras(): Extras {
		return this.#extras;
	}

	set extras(extras: Extras) {
		this.#extras = extras;
	}

	get saved(): Saved | null {
		return this.#saved;
	}

	/** Why the last answer could not be saved; it can be given again. */
	get failure(): unknown {
		return this.#failure;
	}

	/** An answer is being saved. */
	get isBusy(): boolean {
		return this.#isBusy;
	}

	/** Another case is on the screen: nothing of the one before goes with it. */
	reset(): void {
		this.#extras = NOTHING_MORE;
		this.#failure = null;
	}

	forgetSaved(): void {
		this.#saved = null;
	}

	clearFailure(): void {
		this.#failure = null;
	}

	/** Says what the person sees, before the model's call is shown. */
	async commit(view: CaseView, call: FirstCall): Promise<void> {
		const { record, detail } = view;
		if (!record || !detail) return;
		const body = {
			captureId: record.capture.id,
			suggestionId: view.id,
			call,
			policyVersion: detail.route.policyVersion ?? this.#tablet.register.policy.version
		};
		await this.#save([{ type: 'call.committed', body }], () => view.commit(body));
	}

	/** Decides the case and goes on with the next. */
	async decide(view: CaseView, call: Call): Promise<void> {
		const decision = this.compose(view, call, this.#extras);
		const { part } = view;
		if (!decision || !part) return;
		await this.#save([{ type: 'decision.made', body: decision }], () => {
			this.#saved = { kind: 'decided', decision, part, until: performance.now() + WITHDRAW_WITHIN_MS };
			this.#goOn();
		});
	}

	/** What the decision would be; null while the case is not all there. @throws NothingToAccept */
	compose(view: CaseView, call: Call, extras: Extras): Decision | null {
		const { record, detail } = view;
		const { person } = this.#tablet.session;
		if (!record || !detail || !person) return null;
		return composeAnswer(call, extras, {
			id: newId(),
			personId: person.id,
			record,
			route: detail.route,
			asksFirst: view.asksFirst,
			shownAt: view.shownAt,
			policyVersion: this.#tablet.register.policy.version
		});
	}

	/** Many alike cases, each with a decision of its own, saved together or not at all. */
	async decideAll(decisions: readonly Decision[]): Promise<void> {
		const statements = decisions.map((body): Statement => ({ type: 'decision.made', body }));
		await this.#save(statements, () => {
			this.#saved = { kind: 'batch', count: decisions.length };
			this.#goOn();
		});
	}

	/** Takes the last decision back and puts its case on the screen again. */
	async undo(): Promise<void> {
		const saved = this.#saved;
		if (saved?.kind !== 'decided' || performance.now() > saved.until) return;
		const { id, suggestionId } = saved.decision;
		await this.#save([{ type: 'decision.withdrawn', body: { decisionId: id } }], () => {
			this.#saved = null;
			this.#desk.select(suggestionId);
		});
	}

	async comment(view: CaseView, text: string): Promise<void> {
		const body = { id: newId(), suggestionId: view.id, text };
		await this.#save([{ type: 'comment.made', body }], () => (this.#saved = { kind: 'commented' }));
	}

	/** Puts the person's name under the decisions that stand, once their PIN is right. @throws what `Session.confirm` throws */
	async sign(view: CaseView, meaning: Meaning, note: string, pin: string): Promise<PinResult> {
		const { record } = view;
		const { person } = this.#tablet.session;
		const result = await this.#tablet.session.confirm(pin);
		if (result !== 'ok' || !record || !person) return result;
		const body = {
			id: newId(),
			suggestionId: view.id,
			meaning,
			printedName: person.name,
			signedAt: new Date().toISOString(),
			signed: hashOfMatter(matterOf(record)),
			note
		};
		await this.#save([{ type: 'approval.given', body }], () => this.#settle('signed'));
		return result;
	}

	async refuse(view: CaseView, reason: string): Promise<void> {
		const { record } = view;
		if (!record) return;
		const body = { id: newId(), suggestionId: view.id, signed: hashOfMatter(matterOf(record)), reason };
		await this.#save([{ type: 'approval.refused', body }], () => this.#settle('refused'));
	}

	/** Stops what would become final by itself. */
	async stop(view: CaseView, reason: string): Promise<void> {
		const body = { id: newId(), suggestionId: view.id, reason };
		await this.#save([{ type: 'veto.made', body }], () => this.#settle('stopped'));
	}

	#settle(kind: 'signed' | 'refused' | 'stopped'): void {
		this.#saved = { kind };
		this.#goOn();
	}

	#goOn(): void {
		this.reset();
		this.#desk.next();
	}

	async #save(statements: readonly Statement[], done: () => void): Promise<void> {
		if (this.#isBusy) return;
		this.#isBusy = true;
		this.#failure = null;
		try {
			await this.#desk.say(statements);
			giveFeedback('done', this.#tablet.preferences);
			done();
		} catch (error) {
			this.#failure = error;
			giveFeedback('refused', this.#tablet.preferences);
		} finally {
			this.#isBusy = false;
		}
	}
}
