/** One case on the screen: what is known of it, its photo, and what the person who looks at it is asked. */
import type { CaseSummary } from '$lib/domain/case';
import type { CommittedCall } from '$lib/domain/committed-call';
import { DomainError } from '$lib/domain/errors';
import type { Entry } from '$lib/domain/ledger';
import { readRecord, type CaseDetail, type CaseRecord } from '$lib/domain/review/case-detail';
import { askedOf, type Asked } from '$lib/domain/review/waiting';
import type { Classed, Part } from '$lib/domain/site';
import { readCases, readCommittedCall } from '$lib/local-db';
import type { FaultCauses } from '../fault-causes.svelte';
import { isAskedFirst } from '../inspect/compose';
import { isCauseAskedFirst } from '../maintain/compose';
import type { Tablet } from '../tablet.svelte';
import { fetchDetail, keptDetail } from './details';
import type { OwnWord } from './own-answers';
import { loadPicture, ownPicture } from './pictures';

/** `away`: the server cannot be asked, and nothing was kept of this case. `gone`: the server knows no such case. */
export type Standing = 'loading' | 'here' | 'away' | 'gone';

export class CaseView {
	readonly id: string;
	readonly #tablet: Tablet;
	readonly #causes: FaultCauses | null;
	readonly #own: () => OwnWord | null;
	#summary = $state.raw<CaseSummary | null>(null);
	#detail = $state.raw<CaseDetail | null>(null);
	#standing = $state<Standing>('loading');
	#photo = $state<string | null>(null);
	#isPreview = $state(false);
	#committed = $state.raw<CommittedCall | null>(null);
	#closed = false;
	/** When what the model said was first on the screen, ISO 8601. */
	#shownAt: string | null = null;
	readonly #record: CaseRecord | null = $derived.by(() => this.#detail && this.#withOwn(readRecord(this.#detail)));

	/**
	 * @param causes null where only cases of parts are looked at
	 * @param own what was said about it here and has not been confirmed
	 */
	constructor(tablet: Tablet, causes: FaultCauses | null, id: string, own: () => OwnWord | null) {
		this.#tablet = tablet;
		this.#causes = causes;
		this.id = id;
		this.#own = own;
	}

	get summary(): CaseSummary | null {
		return this.#summary ?? this.#detail?.summary ?? null;
	}

	get detail(): CaseDetail | null {
		return this.#detail;
	}

	/** With what was said here meanwhile; null until the details are here. */
	get record(): CaseRecord | null {
		return this.#record;
	}

	get standing(): Standing {
		return this.#standing;
	}

	/** Address of the photo; of its preview while only that is here. */
	get photo(): string | null {
		return this.#photo;
	}

	get isPreview(): boolean {
		return this.#isPreview;
	}

	get part(): Part | null {
		const { partId = null } = this.summary ?? {};
		return partId === null ? null : this.#tablet.register.partById(partId);
	}

	/** What names its classes; null where the register does not know the part. */
	get classed(): Classed | null {
		return this.#isFault ? (this.#causes?.classed ?? null) : this.part;
	}

	/** The person's own call, where it came before the model's. */
	get committed(): CommittedCall | null {
		return this.#committed;
	}

	/** What it asks of whoever is signed in. */
	get asked(): Asked {
		const { person } = this.#tablet.session;
		const { summary } = this;
		return person && summary ? askedOf(summary, person) : 'look';
	}

	/** Their own call comes before the model's: the policy asks for it, and nobody handed the case to them by a word or a disagreement. */
	get asksFirst(): boolean {
		const { summary, part, classed } = this;
		const { register, session } = this.#tablet;
		if (!summary || !classed || summary.state === 'escalated' || summary.state === 'disputed') return false;
		if (this.#detail?.route.consequence.reveal === 'commit-first') return true;
		const person = session.person?.id ?? null;
		const tightened = register.tightenedOf(person) !== null;
		const at = new Date().toISOString();
		if (summary.verdict !== null) return false;
		if (part) return isAskedFirst(register.policy, part, this.id, person, at, tightened);
		const about = { assetId: summary.assetId ?? '', suggestionId: this.id };
		const causes = this.#causes?.catalogue?.causes ?? [];
		return isCauseAskedFirst(about, causes, { policy: register.policy, personId: person, at, tightened });
	}

	/** What the model said must not be seen yet. */
	get hidesModel(): boolean {
		return this.asksFirst && !this.#committed && this.asked === 'decide';
	}

	get shownAt(): string | null {
		return this.#shownAt;
	}

	/** What the model said is on the screen now. */
	markShown(): void {
		this.#shownAt ??= new Date().toISOString();
	}

	/** Shows at once what this tablet has, then what the server adds. */
	async open(): Promise<void> {
		const { database } = this.#tablet;
		const [[summary], kept] = await Promise.all([readCases(database, [this.id]), keptDetail(database, this.id)]);
		if (this.#closed) return;
		this.#summary = summary ?? null;
		if (kept) await this.#take(kept.detail);
		void this.#showPhoto();
		if (!kept?.isCurrent) await this.#ask();
	}

	/** Its document has changed. */
	async refresh(): Promise<void> {
		const [summary] = await readCases(this.#tablet.database, [this.id]);
		if (this.#closed) return;
		this.#summary = summary ?? this.#summary;
		if (this.#photo === null || this.#isPreview) void this.#showPhoto();
		await this.#ask();
	}

	close(): void {
		this.#closed = true;
		if (this.#photo !== null) URL.revokeObjectURL(this.#photo);
	}

	/** They have said what they see: the model's call may follow. */
	commit(call: CommittedCall): void {
		this.#committed = call;
	}

	get #isFault(): boolean {
		return this.summary?.kind === 'fault-cause';
	}

	async #take(detail: CaseDetail): Promise<void> {
		const { database, session } = this.#tablet;
		const personId = session.person?.id ?? null;
		const committed = personId && (await readCommittedCall(database, personId, detail.summary.captureId));
		if (this.#closed) return;
		this.#committed = committed || this.#committed;
		this.#detail = detail;
		this.#standing = 'here';
	}

	async #ask(): Promise<void> {
		try {
			const detail = await fetchDetail(this.#tablet.database, this.id);
			if (this.#closed) return;
			this.#summary ??= detail.summary;
			await this.#take(detail);
			if (this.#photo === null) void this.#showPhoto();
		} catch (error) {
			if (!(error instanceof DomainError)) throw error;
			// What was kept is shown on.
			if (!this.#closed && !this.#detail) this.#standing = error.code === 'not-found' ? 'gone' : 'away';
		}
	}

	async #showPhoto(): Promise<void> {
		const { database } = this.#tablet;
		const { summary } = this;
		if (!summary) return;
		const whole = await ownPicture(database, summary.photo, 'whole');
		if (whole) return this.#show(whole, false);
		const preview = await loadPicture(database, summary.photo, 'thumbnail');
		if (preview) this.#show(preview, true);
		const fetched = summary.photoArrived ? await loadPicture(database, summary.photo, 'whole') : null;
		if (fetched) this.#show(fetched, false);
	}

	#show(blob: Blob, isPreview: boolean): void {
		if (this.#closed) return;
		if (this.#photo !== null) URL.revokeObjectURL(this.#photo);
		this.#photo = URL.createObjectURL(blob);
		this.#isPreview = isPreview;
	}

	#withOwn(record: CaseRecord | null): CaseRecord | null {
		const own: readonly Entry[] = this.#own()?.entries ?? [];
		if (!record || own.length === 0) return record;
		const known = new Set(record.entries.map(({ entry }) => entry.id));
		const added = own.filter(({ id }) => !known.has(id));
		return {
			...record,
			entries: [...record.entries, ...added.map((entry) => ({ position: null, receivedAt: null, entry }))]
		};
	}
}
