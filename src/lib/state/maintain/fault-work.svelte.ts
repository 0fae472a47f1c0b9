/** A fault in hand: symptoms → report → causes → decision → repair. Each step is on the disk before the next; all of it survives a restart. */
import { MAINTENANCE_BODIES } from '$lib/domain/ledger/maintenance-bodies';
import type { FirstCall } from '$lib/domain/committed-call';
import { WITHDRAW_WITHIN_MS } from '$lib/domain/decision';
import type { AnsweredCheck } from '$lib/domain/fault/causes';
import type { Fault } from '$lib/domain/fault/fault';
import { MAX_SOUND_SECONDS } from '$lib/domain/fault/report';
import type { Asset, Role } from '$lib/domain/site';
import { giveFeedback, newId, type PhotoFile } from '$lib/device';
import type { SoundFile } from '$lib/device/sound';
import type { StoredPhoto } from '$lib/local-db';
import type { Tablet } from '../tablet.svelte';
import {
	decisionStatements,
	isCauseAskedFirst,
	isEmptyReport,
	minutesSince,
	repairOf,
	reportOf,
	type Asked,
	type CauseDecision
} from './compose';
import { newDraft, type FaultDraft } from './draft';
import { considerCauses } from './consider';
import type { FaultBook } from './fault-book.svelte';
import { KeptDraft } from './kept-draft.svelte';
import type { CauseModel } from './model';
import { phaseOf, settledCauseOf, waitsForOthers, type FaultPhase, type SavedWord } from './phase';

export class FaultWork {
	readonly #tablet: Tablet;
	readonly #book: FaultBook;
	readonly #model: CauseModel;
	readonly #kept: KeptDraft;
	#saved = $state.raw<SavedWord | null>(null);
	#failure = $state.raw<unknown>(null);
	#isBusy = $state(false);
	#isThinking = $state(false);
	#resumed = $state(false);

	constructor(tablet: Tablet, book: FaultBook, model: CauseModel) {
		this.#tablet = tablet;
		this.#book = book;
		this.#model = model;
		tablet.takeIn(MAINTENANCE_BODIES);
		this.#kept = new KeptDraft(tablet, (error) => (this.#failure = error));
	}

	get draft(): FaultDraft | null {
		return this.#kept.value;
	}

	get asset(): Asset | null {
		return this.draft && this.#tablet.register.assetById(this.draft.assetId);
	}

	/** Photos and sounds that are not on record yet. */
	get files(): readonly StoredPhoto[] {
		return this.#kept.files;
	}

	get saved(): SavedWord | null {
		return this.#saved;
	}

	/** What went wrong last; nothing that was said is lost by it. */
	get failure(): unknown {
		return this.#failure;
	}

	get isBusy(): boolean {
		return this.#isBusy;
	}

	/** This fault was begun before the last restart. */
	get resumed(): boolean {
		return this.#resumed;
	}

	get phase(): FaultPhase {
		return phaseOf(this.draft, this.#isThinking);
	}

	/** Whether the policy lets whoever is signed in say what the cause is. */
	get mayDecide(): boolean {
		const role = this.#tablet.session.person?.role;
		return role !== undefined && (this.draft?.route?.consequence.decidedBy.includes(role) ?? true);
	}

	get escalateTo(): Role {
		return this.draft?.route?.consequence.escalateTo ?? 'supervisor';
	}

	/** The cause that is being mended: an id of the catalogue, or words. */
	get cause(): string | null {
		return this.draft && settledCauseOf(this.draft);
	}

	/** Takes up what this person had begun before a restart, if anything. */
	async resume(): Promise<void> {
		const found = await this.#kept.find();
		if (!found) return;
		this.#resumed = true;
		// Escalated, or nothing was wrong: there is nothing left to do.
		if (found.decision && this.cause === null) await this.#end();
		else if (found.report && !found.suggestion) await this.#think();
	}

	/** A new fault of this machine. @param scanned null where it was picked from a list */
	async begin(
		asset: Asset,
		scanned: FaultDraft['scanned'],
		before: Partial<Pick<FaultDraft, 'symptoms' | 'begunAt'>> = {}
	): Promise<void> {
		this.#resumed = false;
		this.forgetSaved();
		await this.#kept.begin({ ...newDraft(asset.id, scanned), ...before });
	}

	/** A fault that was reported before and whose cause, or repair, is still to be found. */
	async takeUp(fault: Fault): Promise<void> {
		const { report, standing, suggestion } = fault;
		const decided = standing?.state === 'satisfied' ? standing.decidedClass : null;
		this.#resumed = false;
		this.forgetSaved();
		await this.#kept.begin({
			...newDraft(report.assetId, null),
			reportId: report.id,
			report,
			symptoms: report.symptoms,
			codes: report.codes,
			text: report.text,
			suggestionId: suggestion?.id ?? newId(),
			isSuggested: suggestion !== null,
			settledCause: decided
		});
		if (decided === null) await this.#think();
	}

	/** What is filled in before the report; afterwards only the repair changes. */
	change(changed: Partial<Pick<FaultDraft, 'symptoms' | 'codes' | 'text' | 'repair'>>): void {
		void this.#kept.change(changed);
	}

	async addPhoto({ blob, thumbnail, ...photo }: PhotoFile): Promise<void> {
		await this.#addFile(this.#tablet.photoToStore({ blob, thumbnail, ...photo }), (draft) => ({
			photos: [...draft.photos, photo]
		}));
	}

	async addSound({ blob, ...sound }: SoundFile): Promise<void> {
		const { sha256, mediaType, bytes } = sound;
		const file = this.#tablet.photoToStore({ blob, sha256, mediaType, bytes, width: 0, height: 0 });
		const seconds = Math.min(sound.seconds, MAX_SOUND_SECONDS);
		await this.#addFile(file, (draft) => ({ sounds: [...draft.sounds, { ...sound, seconds }] }));
	}

	async removeFile(sha256: string): Promise<void> {
		if (!this.draft?.report) await this.#kept.removeFile(sha256);
	}

	/** Puts what was seen on record and asks the model. Whoever may not decide has done their part with it. */
	async report(): Promise<void> {
		const { draft, asset } = this;
		if (!draft || !asset || draft.report || isEmptyReport(draft)) return;
		await this.#alone(async () => {
			const report = reportOf(draft, asset, this.#book.catalogue?.version ?? 0);
			await this.#tablet.record([{ type: 'fault.reported', body: report }], this.files);
			giveFeedback('done', this.#tablet.preferences);
			const causes = this.#book.causesFor(asset.kind ?? null);
			await this.#kept.change({ report, asksFirst: isCauseAskedFirst(draft, causes, this.#asked()) });
			await this.#kept.releaseFiles();
		});
		if (this.draft?.report) await this.#think();
		if (this.draft?.suggestion && !this.mayDecide) await this.leave();
	}

	/** Somebody looked: what they saw tells the causes apart. */
	async answerCheck(answer: AnsweredCheck): Promise<void> {
		const draft = this.draft;
		if (!draft?.report || draft.decision || draft.isSuggested) return;
		const others = draft.answers.filter(({ checkId }) => checkId !== answer.checkId);
		await this.#kept.change({ answers: [...others, answer] });
		await this.#think();
	}

	/** What the model says is on the screen now. */
	markShown(): void {
		if (this.draft?.shownAt === null) void this.#kept.change({ shownAt: new Date().toISOString() });
	}

	/** Puts the person's own call on record; only then is there anything of the model's to be seen. */
	async commit(call: FirstCall): Promise<void> {
		const draft = this.draft;
		if (!draft?.asksFirst || draft.committed) return;
		await this.#alone(async () => {
			const { reportId: captureId, suggestionId } = draft;
			const policyVersion = draft.route?.policyVersion ?? this.#tablet.register.policy.version;
			const committed = { captureId, suggestionId, call, policyVersion };
			await this.#tablet.record([{ type: 'call.committed', body: committed }]);
			giveFeedback('tap', this.#tablet.preferences);
			await this.#kept.change({ committed });
		});
	}

	/** Saves what the person says the cause is; with it what the model said, which stands before it in the ledger. */
	async decide(call: CauseDecision): Promise<void> {
		const { draft, asset } = this;
		if (!draft?.report || !draft.suggestion || !draft.route || draft.decision) return;
		const { report, suggestion, route } = draft;
		await this.#alone(async () => {
			const about = { ...draft, report, suggestion, route };
			const { decision, statements } = decisionStatements(call, about, asset?.kind ?? null);
			await this.#tablet.record(statements);
			giveFeedback('done', this.#tablet.preferences);
			this.#say('decided', { ...draft, decision, isSuggested: true });
			await this.#kept.change({ decision, isSuggested: true });
			// What others have to say first is mended later.
			if (this.cause === null || waitsForOthers(route)) await this.#end();
		});
	}

	/** Takes the last decision back, or what was thrown away, while that is possible. */
	async withdraw(): Promise<void> {
		const saved = this.#saved;
		if (!saved || performance.now() > saved.until) return;
		const { kind, draft, files } = saved;
		const { decision } = draft;
		await this.#alone(async () => {
			if (kind === 'decided' && decision) {
				await this.#tablet.record([{ type: 'decision.withdrawn', body: { decisionId: decision.id } }]);
				await this.#kept.begin({ ...draft, decision: null, repair: this.draft?.repair ?? draft.repair });
			} else if (kind === 'discarded') await this.#kept.begin(draft, files);
			this.#saved = null;
		});
	}

	/** The time to take the last decision back is over. */
	forgetSaved(): void {
		this.#saved = null;
	}

	/** Puts what was done on record: the fault is mended until somebody says otherwise. */
	async recordRepair(): Promise<void> {
		const draft = this.draft;
		if (!draft?.report || this.cause === null) return;
		await this.#alone(async () => {
			const repair = repairOf(newId(), draft, minutesSince(draft.begunAt, Date.now()));
			await this.#tablet.record([{ type: 'repair.recorded', body: repair }]);
			giveFeedback('done', this.#tablet.preferences);
			await this.#end();
			this.#say('repaired', draft);
		});
	}

	/** Lays the fault down: what is on record stays in the open work, what was only begun goes. */
	async leave(): Promise<void> {
		const { draft, files } = this;
		if (!draft) return;
		await this.#alone(async () => {
			if (draft.report && draft.suggestion && !draft.isSuggested)
				await this.#tablet.record([{ type: 'suggestion.made', body: draft.suggestion }]);
			await this.#end();
			if (!draft.report && !isEmptyReport(draft)) this.#say('discarded', draft, files);
			else if (draft.report && !draft.decision && draft.settledCause === null) this.#say('reported', draft);
		});
	}

	fail(error: unknown): void {
		this.#failure = error;
	}

	clearFailure(): void {
		this.#failure = null;
	}

	#asked(): Asked {
		const { register, session } = this.#tablet;
		const personId = session.person?.id ?? null;
		const tightened = register.tightenedOf(personId) !== null;
		return { policy: register.policy, personId, at: new Date().toISOString(), tightened };
	}

	/** Lets the model rank the causes; when it cannot, the person decides without it. */
	async #think(): Promise<void> {
		const { draft, asset } = this;
		if (!draft?.report || !asset) return;
		this.#isThinking = true;
		try {
			const around = { asset, book: this.#book, model: this.#model, asked: this.#asked() };
			const considered = await considerCauses(draft, draft.report, around);
			// The person may have committed to a call, or laid the fault down, meanwhile.
			const now = this.draft;
			if (now?.reportId !== draft.reportId) return;
			await this.#kept.change({ ...considered, asksFirst: now.asksFirst || considered.asksFirst });
		} catch (error) {
			this.#failure = error;
		} finally {
			this.#isThinking = false;
		}
	}

	async #addFile(file: StoredPhoto, changed: (draft: FaultDraft) => Partial<FaultDraft>): Promise<void> {
		if (!this.draft || this.draft.report) return;
		await this.#kept.addFile(file, changed).catch((error: unknown) => (this.#failure = error));
	}

	#say(kind: SavedWord['kind'], draft: FaultDraft, files: readonly StoredPhoto[] = []): void {
		this.#saved = { kind, draft, files, until: performance.now() + WITHDRAW_WITHIN_MS };
	}

	async #end(): Promise<void> {
		this.#resumed = false;
		await this.#kept.end();
	}

	/** One thing at a time. Where it fails, everything stays in hand. */
	async #alone(act: () => Promise<void>): Promise<void> {
		if (this.#isBusy) return;
		this.#isBusy = true;
		this.#failure = null;
		try {
			await act();
		} catch (error) {
			this.#failure = error;
			giveFeedback('refused', this.#tablet.preferences);
		} finally {
			this.#isBusy = false;
		}
	}
}
