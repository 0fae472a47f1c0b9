/** The review desk: the cases that wait, most urgent first, and the one on the screen. Works on what the tablet holds, with or without a network. */
import type { CaseSummary } from '$lib/domain/case';
import type { Entry } from '$lib/domain/ledger';
import type { Listing } from '$lib/domain/review/listing';
import { caseLines, countAllCases, follow, readCases, updateCaseLines, type ChangedLine } from '$lib/local-db';
import type { Statement } from '../recorder';
import { FaultCauses } from '../fault-causes.svelte';
import type { Tablet } from '../tablet.svelte';
import { CaseIndex, EVERYTHING, type CaseFilter, type Counts, type Found, type Looker } from './case-index';
import { CaseView } from './case-view.svelte';
import { Live } from './live.svelte';
import { answeredBy, readOwnWords, withNewWords, type OwnWords } from './own-answers';
import { loadPicture } from './pictures';
import { Prefetch } from './prefetch.svelte';

/** Pulled pages change many cases a second. */
const LOOK_EVERY_MS = 300;
/** Cases kept in memory for the list. */
const SUMMARIES_KEPT = 2000;
const NOTHING: Found = {
	listings: [],
	counts: { scope: new Map(), state: new Map(), partId: new Map(), class: new Map(), areaId: new Map() }
};

export class ReviewDesk {
	readonly live: Live;
	readonly prefetch: Prefetch;
	readonly causes: FaultCauses;
	readonly #tablet: Tablet;
	/** A new object for each change: the index itself is too large to be compared. */
	#held = $state.raw<{ index: CaseIndex } | null>(null);
	#filter = $state.raw<CaseFilter>(EVERYTHING);
	#words = $state.raw<OwnWords>(new Map());
	#view = $state.raw<CaseView | null>(null);
	#failure = $state.raw<unknown>(null);
	#reading = $state.raw<{ done: number; total: number } | null>(null);
	/** Where the case on the screen stands, or stood before it was answered. */
	#place = 0;
	readonly #summaries = new Map<string, CaseSummary>();
	readonly #thumbnails = new Map<string, Promise<string | null>>();
	/** Counts what has been read for the list. */
	#read = $state(0);
	#stops: (() => void)[] = [];
	readonly #answered: ReadonlySet<string> = $derived(answeredBy(this.#words));
	readonly #found: Found = $derived.by(() => {
		const looker = this.#looker();
		return this.#held && looker ? this.#held.index.find(this.#filter, looker) : NOTHING;
	});

	constructor(tablet: Tablet) {
		this.#tablet = tablet;
		this.live = new Live(tablet);
		this.causes = new FaultCauses(tablet.database);
		this.prefetch = new Prefetch(tablet, () => this.#mostUrgent());
	}

	/** False until the list has been read. */
	get ready(): boolean {
		return this.#held !== null;
	}

	/** How far the first reading of the list has come; null while that is not known. */
	get reading(): { done: number; total: number } | null {
		return this.#reading;
	}

	get listings(): readonly Listing[] {
		return this.#found.listings;
	}

	get counts(): Counts {
		return this.#found.counts;
	}

	get filter(): CaseFilter {
		return this.#filter;
	}

	set filter(filter: CaseFilter) {
		this.#filter = filter;
		this.#place = Math.max(0, this.placeOf(this.#view?.id ?? ''));
	}

	/** The case on the screen. */
	get view(): CaseView | null {
		return this.#view;
	}

	/** Why the list could not be read. */
	get failure(): unknown {
		return this.#failure;
	}

	isAnswered(suggestionId: string): boolean {
		return this.#answered.has(suggestionId);
	}

	/** Where a case stands in the list; -1 where it does not. */
	placeOf(suggestionId: string): number {
		return this.listings.findIndex((listing) => listing.suggestionId === suggestionId);
	}

	start(): void {
		this.stop();
		const { database } = this.#tablet;
		const fail = (error: unknown) => (this.#failure = error);
		this.causes.start();
		this.#stops = [
			follow(database, ['documents'], () => this.#update(), { next: () => undefined, error: fail }, LOOK_EVERY_MS),
			follow(
				database,
				['outbox', 'documents'],
				() => readOwnWords(database, this.#words),
				{ next: (words) => (this.#words = words), error: fail },
				LOOK_EVERY_MS
			),
			this.live.start(),
			this.prefetch.start(),
			() => this.causes.stop()
		];
	}

	stop(): void {
		for (const stop of this.#stops) stop();
		this.#stops = [];
		this.#view?.close();
		for (const url of this.#thumbnails.values()) void url.then((address) => address && URL.revokeObjectURL(address));
		this.#thumbnails.clear();
	}

	/** Puts a case on the screen; null for none. */
	select(suggestionId: string | null): void {
		if (suggestionId === (this.#view?.id ?? null)) return;
		this.#view?.close();
		this.#view = null;
		if (suggestionId !== null) {
			const view = new CaseView(this.#tablet, this.causes, suggestionId, () => this.#words.get(suggestionId) ?? null);
			this.#view = view;
			const place = this.placeOf(suggestionId);
			if (place >= 0) this.#place = place;
			view.open().catch((error: unknown) => (this.#failure = error));
		}
		this.live.look(suggestionId);
	}

	/** The case after the one on the screen, or the one that has taken its place; the last stays. */
	next(): void {
		const place = this.placeOf(this.#view?.id ?? '');
		this.#selectAt(place < 0 ? this.#place : place + 1);
	}

	previous(): void {
		const place = this.placeOf(this.#view?.id ?? '');
		this.#selectAt((place < 0 ? this.#place : place) - 1);
	}

	/** The case of a listing, as far as it has been read. */
	summaryOf(suggestionId: string): CaseSummary | null {
		void this.#read;
		return this.#summaries.get(suggestionId) ?? null;
	}

	/** Open cases that wait for whoever is signed in, of the same part and with the same suggestion. */
	alikeListings({ partId, suggestedClass }: CaseSummary): readonly Listing[] {
		const looker = this.#looker();
		if (!this.#held || !looker) return [];
		const filter = { ...EVERYTHING, state: 'open', partId, class: suggestedClass } as const;
		return this.#held.index.find(filter, looker).listings;
	}

	/** Reads the cases of these listings that have not been read yet. */
	async readSummaries(suggestionIds: readonly string[]): Promise<void> {
		const missing = suggestionIds.filter((id) => !this.#summaries.has(id));
		if (missing.length === 0) return;
		if (this.#summaries.size > SUMMARIES_KEPT) this.#summaries.clear();
		for (const item of await readCases(this.#tablet.database, missing)) this.#summaries.set(item.suggestionId, item);
		this.#read++;
	}

	/** An address of the photo's preview; null where nobody can give it now. */
	thumbnail(sha256: string): Promise<string | null> {
		const known = this.#thumbnails.get(sha256);
		if (known) return known;
		const url = loadPicture(this.#tablet.database, sha256, 'thumbnail').then(
			(blob) => blob && URL.createObjectURL(blob)
		);
		this.#thumbnails.set(sha256, url);
		// Without a network now, perhaps with one later.
		void url.then((address) => address ?? this.#thumbnails.delete(sha256));
		return url;
	}

	/**
	 * Puts statements on record in the name of whoever is signed in; the list and the case show them at once.
	 * @throws what `Tablet.record` throws: nothing was kept
	 */
	async say(statements: readonly Statement[]): Promise<Entry[]> {
		const said = await this.#tablet.record(statements);
		this.#words = await withNewWords(this.#tablet.database, this.#words, said);
		return said;
	}

	#looker(): Looker | null {
		const { session, register } = this.#tablet;
		if (!session.person) return null;
		return {
			personId: session.person.id,
			role: session.person.role,
			answered: this.#answered,
			hidesClasses: register.policy.rules.some(({ then }) => then.reveal === 'commit-first')
		};
	}

	#mostUrgent(): readonly Listing[] {
		const looker = this.#looker();
		return this.#held && looker ? this.#held.index.find(EVERYTHING, looker).listings : [];
	}

	#selectAt(place: number): void {
		const within = Math.min(this.listings.length - 1, Math.max(0, place));
		const listing = this.listings[within];
		if (!listing) return this.select(null);
		this.#place = within;
		this.select(listing.suggestionId);
	}

	async #update(): Promise<void> {
		const { database } = this.#tablet;
		const total = this.#held ? 0 : await countAllCases(database);
		const changes = await updateCaseLines(database, (done) => {
			if (!this.#held) this.#reading = { done, total };
		});
		if (this.#held && changes) this.#applyChanges(this.#held.index, changes);
		else this.#held = { index: new CaseIndex(await caseLines(database)) };
	}

	#applyChanges(index: CaseIndex, changes: readonly ChangedLine[]): void {
		if (changes.length === 0) return;
		index.apply(changes);
		for (const { id } of changes) this.#summaries.delete(id);
		this.#held = { index };
		this.#read++;
		const view = this.#view;
		if (view && changes.some(({ id }) => id === view.id)) {
			view.refresh().catch((error: unknown) => (this.#failure = error));
		}
	}
}
