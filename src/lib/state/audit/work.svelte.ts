/** One audit in hand: where the person is, what is asked there, and their answers, each on record as soon as it is given. */
import { giveFeedback, keepScreenOn, type PhotoFile } from '$lib/device';
import type { Meaning } from '$lib/domain/approval';
import { answerKey } from '$lib/domain/audit/answers';
import type { AnswerValue, AuditAnswer, EvidencePhoto, Mark } from '$lib/domain/audit/audit';
import type { Capture, Photo } from '$lib/domain/capture';
import { lacksOf, lacksOfAll } from '$lib/domain/audit/lacking';
import { AuditReading, nextRound, type Asked } from '$lib/domain/audit/reading';
import { progressOf, scoreOf } from '$lib/domain/audit/result';
import type { AuditSection, AuditTemplate } from '$lib/domain/audit/template';
import type { PinResult } from '../pin-check';
import type { Tablet } from '../tablet.svelte';
import type { AuditBook } from './book.svelte';
import type { KnownAudit, KnownFinding, Said } from './merge';
import { Place } from './place.svelte';
import { answerTo, signatureUnder, skipped, takenBack, type Change } from './statements';

export class AuditWork {
	readonly id: string;
	readonly #tablet: Tablet;
	readonly #book: AuditBook;
	readonly #place: Place;
	#failure = $state.raw<unknown>(null);
	#isBusy = $state(false);
	/** One answer after the other: each is put together from the one before. */
	#turn: Promise<unknown> = Promise.resolve();
	readonly #audit = $derived.by(() => this.#book.auditById(this.id));
	readonly #template = $derived.by(() => this.#audit && this.#book.templateOf(this.#audit.started));
	readonly #reading = $derived.by(
		() =>
			this.#audit &&
			this.#template &&
			new AuditReading(this.#template, this.#audit.answers, new Map(this.#place.now.opened))
	);

	constructor(tablet: Tablet, book: AuditBook, id: string) {
		this.id = id;
		this.#tablet = tablet;
		this.#book = book;
		this.#place = new Place(tablet, id, (error) => (this.#failure = error));
	}

	get audit(): KnownAudit | null {
		return this.#audit;
	}

	/** The version it began with. */
	get template(): AuditTemplate | null {
		return this.#template;
	}

	/** Null while the audit or its template is not here. */
	get reading(): AuditReading | null {
		return this.#reading;
	}

	get asked(): readonly Asked[] {
		return this.#reading?.asked ?? [];
	}

	get findings(): readonly KnownFinding[] {
		return this.#book.findingsOf(this.id);
	}

	/** False until it is known where the person was. */
	get isPlaced(): boolean {
		return this.#place.isKnown;
	}

	get isOpen(): boolean {
		return this.#audit?.state === 'open';
	}

	/** What could not be saved last; nothing that was answered before is lost by it. */
	get failure(): unknown {
		return this.#failure;
	}

	get isBusy(): boolean {
		return this.#isBusy;
	}

	get isEnding(): boolean {
		return this.#place.now.isEnding;
	}

	get summary(): string {
		return this.#place.now.summary;
	}

	get progress() {
		return this.#reading && progressOf(this.#reading);
	}

	get score() {
		return this.#reading && scoreOf(this.#reading);
	}

	/** Everything that stands before the signature. */
	get lacking() {
		return this.#reading ? lacksOfAll(this.#reading) : [];
	}

	/** The item in hand, from 0: where the person was, or else the first that is not answered. */
	get index(): number {
		const { key } = this.#place.now;
		const known = key === null ? -1 : this.asked.findIndex((asked) => keyOf(asked) === key);
		if (known >= 0) return known;
		return Math.max(
			0,
			this.asked.findIndex(({ answer }) => answer === null)
		);
	}

	get current(): Asked | null {
		return this.asked[this.index] ?? null;
	}

	/** By whom and when; null where nothing is on record. */
	saidOf({ item, round }: Asked): (AuditAnswer & Said) | null {
		return this.#audit?.answers.get(answerKey(item.id, round)) ?? null;
	}

	lacksOf(asked: Asked) {
		return this.#reading ? lacksOf(this.#reading, asked) : [];
	}

	typedFor(asked: Asked): string | null {
		return this.#place.now.typed[keyOf(asked)] ?? null;
	}

	/** Takes up where this person was, with the screen kept on; the returned function ends that. For `onMount`. */
	open(): () => void {
		void this.#place.takeUp();
		return keepScreenOn();
	}

	goTo(asked: Asked): void {
		this.#place.keep({ key: keyOf(asked), isEnding: false });
	}

	/** One on or back; beyond the last is the summary. */
	step(by: 1 | -1): void {
		const next = this.asked[this.index + by];
		if (next) this.goTo(next);
		else if (by === 1) this.#place.keep({ isEnding: true });
	}

	end(isEnding: boolean): void {
		this.#place.keep({ isEnding });
	}

	/** Whether the item can be answered: on a walk, its machine has to be scanned first, unless it was answered already. */
	isThere({ item, answer }: Asked): boolean {
		if (this.#template?.kind !== 'walk') return true;
		return item.assetId === null || answer !== null || this.#place.now.scanned.includes(item.assetId);
	}

	/** A machine was scanned: its items open. False where nothing is asked there. */
	arriveAt(assetId: string): boolean {
		const here = this.asked.filter(({ item }) => item.assetId === assetId);
		const first = here.find(({ answer }) => answer === null) ?? here[0];
		if (!first) return false;
		const scanned = [...new Set([...this.#place.now.scanned, assetId])];
		this.#place.keep({ scanned, key: keyOf(first), isEnding: false });
		return true;
	}

	/** What stands in a field, kept until it is an answer. */
	type(asked: Asked, text: string): void {
		this.#place.type(keyOf(asked), text);
	}

	writeSummary(summary: string): void {
		this.#place.keep({ summary });
	}

	clearFailure(): void {
		this.#failure = null;
	}

	fail(error: unknown): void {
		this.#failure = error;
	}

	/** Puts an answer on record, with the photo that was just taken for it, if any. Tells whether it is durable. */
	async answer(asked: Asked, change: Change, photo: PhotoFile | null = null): Promise<boolean> {
		this.#place.keep({ key: keyOf(asked) });
		return this.#alone(async () => {
			const statement = answerTo(this.id, asked, this.saidOf(asked), change);
			const photos = photo ? [this.#tablet.photoToStore(photo)] : [];
			await this.#book.say([statement], photos);
			this.type(asked, '');
			this.#place.endRound(asked.section.id, asked.round);
		});
	}

	value(asked: Asked, value: AnswerValue): Promise<boolean> {
		return this.answer(asked, { value });
	}

	/** @param captureId where a model is to look at it */
	async addPhoto(asked: Asked, file: PhotoFile, captureId: string | null = null): Promise<boolean> {
		const { blob: _, thumbnail: __, ...photo } = file;
		return this.#attach(asked, photo, captureId, file);
	}

	/** A photo that is on record as a capture, and was not yet part of an answer when the tablet went off. */
	async addCapture(asked: Asked, { id, photo }: Capture): Promise<boolean> {
		return this.#attach(asked, photo, id, null);
	}

	async #attach(asked: Asked, photo: Photo, captureId: string | null, file: PhotoFile | null): Promise<boolean> {
		const before = this.saidOf(asked);
		// The same picture twice is one photo.
		const others = (before?.photos ?? []).filter(({ photo: { sha256 } }) => sha256 !== photo.sha256);
		const photos: EvidencePhoto[] = [...others, { photo, marks: [], captureId }];
		const taken: Change = asked.item.type.kind === 'photo' ? { value: before?.value ?? { kind: 'photo' } } : {};
		return this.answer(asked, { ...taken, photos }, file);
	}

	/** Draws on a photo: the answer is stated again with the marks beside it. */
	async mark(asked: Asked, sha256: string, marks: Mark[]): Promise<boolean> {
		const photos = (this.saidOf(asked)?.photos ?? []).map((photo) =>
			photo.photo.sha256 === sha256 ? { ...photo, marks } : photo
		);
		return this.answer(asked, { photos });
	}

	/** Leaves a photo out of the answer; what was put on record before stays there. */
	async removePhoto(asked: Asked, sha256: string): Promise<boolean> {
		const photos = (this.saidOf(asked)?.photos ?? []).filter(({ photo }) => photo.sha256 !== sha256);
		const isGone = asked.item.type.kind === 'photo' && photos.length === 0;
		return this.answer(asked, { photos, ...(isGone && { value: null }) });
	}

	/** Skips what is still open of these, each with the reason: they are on record together. */
	async skip(all: readonly Asked[], reason: string): Promise<boolean> {
		return this.#alone(async () => {
			await this.#book.say(skipped(this.id, all, reason));
		});
	}

	/** Whether one more time round fits. */
	canAddRound(section: AuditSection): boolean {
		return (
			this.#audit !== null && !this.#place.isOpened(section.id) && nextRound(section, this.#audit.answers) !== null
		);
	}

	addRound(section: AuditSection): void {
		const round = this.#audit && nextRound(section, this.#audit.answers);
		const [first] = section.items;
		if (round !== null && first) this.#place.beginRound(section.id, round, answerKey(first.id, round));
	}

	/** Takes back every answer of one time round. */
	async removeRound(section: AuditSection, round: number): Promise<boolean> {
		return this.#alone(async () => {
			const statements = this.#audit ? takenBack(this.#audit, section, round) : [];
			if (statements.length > 0) await this.#book.say(statements);
			this.#place.endRound(section.id, round);
			this.#place.keep({ key: null });
		});
	}

	/** Ends the audit, once the PIN is right. @throws what `Session.confirm` throws */
	async sign(meaning: Meaning, summary: string, pin: string): Promise<PinResult> {
		const { person } = this.#tablet.session;
		const result = await this.#tablet.session.confirm(pin);
		const audit = this.#audit;
		if (result !== 'ok' || !audit || !person || this.lacking.length > 0) return result;
		await this.#alone(async () => {
			const findings = this.findings.map(({ finding }) => finding);
			const said = { meaning, summary, score: this.score };
			await this.#book.say([signatureUnder(audit, findings, person, said)]);
		});
		return result;
	}

	async abandon(reason: string): Promise<boolean> {
		return this.#alone(async () => {
			await this.#book.say([{ type: 'audit.abandoned', body: { auditId: this.id, reason } }]);
		});
	}

	/** In the order they were given; tells whether it is on record. */
	async #alone(act: () => Promise<void>): Promise<boolean> {
		const turn = this.#turn.then(async () => {
			this.#isBusy = true;
			this.#failure = null;
			try {
				await act();
				giveFeedback('done', this.#tablet.preferences);
				return true;
			} catch (error) {
				this.#failure = error;
				giveFeedback('refused', this.#tablet.preferences);
				return false;
			} finally {
				this.#isBusy = false;
			}
		});
		this.#turn = turn;
		return turn;
	}
}

export function keyOf({ item, round }: Asked): string {
	return answerKey(item.id, round);
}
