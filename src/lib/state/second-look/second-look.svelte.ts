/** A seeded check in somebody's hands: looks and is answered like any other suggestion, and tells its answer afterwards. */
import { giveFeedback, newId } from '$lib/device';
import type { FirstCall } from '$lib/domain/committed-call';
import type { Route } from '$lib/domain/policy';
import type { SeedAnswer, SeedDocument } from '$lib/domain/seeded-check';
import { outcomeOf, type SeedOutcome } from '$lib/domain/seed-outcome';
import type { Part } from '$lib/domain/site';
import type { HeatMap, Suggestion } from '$lib/domain/suggestion';
import { isAskedFirst, routeSuggestion, type Call } from '../inspect/compose';
import type { Tablet } from '../tablet.svelte';
import { composeAnswer, suggestionOf } from './suggestion';

export interface SecondLookOptions {
	seed: SeedDocument;
	part: Part;
	photo: Blob;
	heatMap: HeatMap | null;
	/** The decision by which it was drawn. */
	decisionId: string;
}

export class SecondLook {
	readonly seed: SeedDocument;
	readonly part: Part;
	readonly suggestion: Suggestion;
	readonly route: Route;
	readonly photoUrl: string;
	readonly #tablet: Tablet;
	readonly #after: string;
	readonly #asksFirst: boolean;
	#openedAt = $state.raw<number | null>(null);
	#shownAt: string | null = null;
	#first = $state.raw<FirstCall | null>(null);
	#answer = $state.raw<SeedAnswer | null>(null);
	#failure = $state.raw<unknown>(null);
	#isSaving = false;

	constructor(tablet: Tablet, { seed, part, photo, heatMap, decisionId }: SecondLookOptions) {
		this.#tablet = tablet;
		this.seed = seed;
		this.part = part;
		this.#after = decisionId;
		this.photoUrl = URL.createObjectURL(photo);
		const { register, session } = tablet;
		const person = session.person?.id ?? null;
		const now = new Date().toISOString();
		const tightened = register.tightenedOf(person) !== null;
		this.suggestion = { ...suggestionOf(seed, part, decisionId), heatMap };
		this.route = routeSuggestion(register.policy, this.suggestion, part, person, now, tightened);
		this.#asksFirst =
			this.route.consequence.reveal === 'commit-first' ||
			isAskedFirst(register.policy, part, decisionId, person, now, tightened);
	}

	/** As for any other suggestion; `told`: the answer is on the screen. */
	get phase(): 'commit' | 'judge' | 'told' {
		if (this.#answer) return 'told';
		return this.#asksFirst && !this.#first ? 'commit' : 'judge';
	}

	/** The person's own call, where it was asked for first. */
	get first(): FirstCall | null {
		return this.#first;
	}

	get answer(): SeedAnswer | null {
		return this.#answer;
	}

	/** Null until it is answered. */
	get outcome(): SeedOutcome | null {
		return this.#answer && outcomeOf(this.seed, this.#answer);
	}

	/** Why the answer could not be saved. */
	get failure(): unknown {
		return this.#failure;
	}

	/** The photo is on the screen. */
	get isOpen(): boolean {
		return this.#openedAt !== null;
	}

	open(): void {
		this.#openedAt ??= performance.now();
	}

	/** The suggestion is on the screen. */
	markShown(): void {
		this.#shownAt ??= new Date().toISOString();
	}

	commit(call: FirstCall): void {
		this.#first ??= call;
		giveFeedback('tap', this.#tablet.preferences);
	}

	/** Puts it on record; only then is the answer told. */
	async say(call: Call): Promise<void> {
		if (this.#answer || this.#isSaving) return;
		this.#isSaving = true;
		this.#failure = null;
		try {
			const answer = composeAnswer(call, {
				id: newId(),
				seed: this.seed,
				after: this.#after,
				first: this.#first,
				shownAt: this.#shownAt,
				tookMs: Math.round(performance.now() - (this.#openedAt ?? performance.now()))
			});
			await this.#tablet.record([{ type: 'seed.answered', body: answer }]);
			this.#answer = answer;
			giveFeedback('done', this.#tablet.preferences);
		} catch (error) {
			this.#failure = error;
			giveFeedback('refused', this.#tablet.preferences);
		} finally {
			this.#isSaving = false;
		}
	}

	clearFailure(): void {
		this.#failure = null;
	}

	/** Lets go of the photo. */
	close(): void {
		URL.revokeObjectURL(this.photoUrl);
	}
}
