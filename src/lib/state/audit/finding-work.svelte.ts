/** A finding in hand, new or taken further: it is stated as a whole each time, and each statement is on record. */
import { giveFeedback, newId, type PhotoFile } from '$lib/device';
import type { EvidencePhoto, Finding, Mark } from '$lib/domain/audit/audit';
import { answerKey } from '$lib/domain/audit/answers';
import { findingFor, followUpFault, type FollowUpFault } from '$lib/domain/audit/follow-up';
import type { StoredPhoto } from '$lib/local-db';
import type { Tablet } from '../tablet.svelte';
import type { AuditBook } from './book.svelte';
import type { KnownFinding } from './merge';

/** Which finding: one that is known, or a new one about an audit, or one of its items. */
export type About = { findingId: string } | { auditId: string; itemId: string | null; round: number };

export class FindingWork {
	readonly #tablet: Tablet;
	readonly #book: AuditBook;
	readonly #about: About;
	#draft = $state.raw<Finding | null>(null);
	/** Taken for it, and not on record yet. */
	#files: StoredPhoto[] = [];
	#failure = $state.raw<unknown>(null);
	#isBusy = $state(false);

	constructor(tablet: Tablet, book: AuditBook, about: About) {
		this.#tablet = tablet;
		this.#book = book;
		this.#about = about;
	}

	/** As it is on record; null for a new one. */
	get known(): KnownFinding | null {
		return 'findingId' in this.#about ? this.#book.findingById(this.#about.findingId) : null;
	}

	/** As it is on the screen; null where it, or its audit, is not on this tablet. */
	get finding(): Finding | null {
		return this.#draft ?? this.known?.finding ?? null;
	}

	get failure(): unknown {
		return this.#failure;
	}

	get isBusy(): boolean {
		return this.#isBusy;
	}

	/** Earlier findings in the same words' place: a new one may be one of them again. */
	get earlier(): KnownFinding[] {
		const finding = this.finding;
		if (!finding) return [];
		return this.#book.findings.filter(
			({ finding: other }) => other.id !== finding.id && other.itemId !== null && other.itemId === finding.itemId
		);
	}

	/** To be called when the book has been read: begins a new one. */
	begin(): void {
		if ('findingId' in this.#about || this.#draft) return;
		const { auditId, itemId, round } = this.#about;
		const audit = this.#book.auditById(auditId);
		const template = audit && this.#book.templateOf(audit.started);
		if (!audit || !template) return;
		const section = template.sections.find(({ items }) => items.some(({ id }) => id === itemId));
		const item = section?.items.find(({ id }) => id === itemId);
		const answer = item && audit.answers.get(answerKey(item.id, round));
		if (section && item && answer) {
			this.#draft = findingFor({ section, item, round, answer }, auditId, newId(), answer);
			return;
		}
		this.#draft = {
			...{ id: newId(), auditId, itemId: item?.id ?? null, round, text: '', severity: 'major', ownerId: null },
			...{ dueOn: null, correctiveAction: '', state: 'open', verification: '', photos: [], repeats: null }
		};
	}

	change(change: Partial<Finding>): void {
		const finding = this.finding;
		if (finding) this.#draft = { ...finding, ...change };
	}

	addPhoto(file: PhotoFile): void {
		const { blob: _, thumbnail: __, ...photo } = file;
		const others = (this.finding?.photos ?? []).filter((known) => known.photo.sha256 !== photo.sha256);
		this.#files.push(this.#tablet.photoToStore(file));
		this.change({ photos: [...others, { photo, marks: [], captureId: null }] });
	}

	mark(sha256: string, marks: Mark[]): void {
		this.#changePhotos((photos) => photos.map((it) => (it.photo.sha256 === sha256 ? { ...it, marks } : it)));
	}

	removePhoto(sha256: string): void {
		this.#changePhotos((photos) => photos.filter(({ photo }) => photo.sha256 !== sha256));
	}

	/** The photo's bytes while they are only here. */
	fileOf(sha256: string): Blob | null {
		return this.#files.find((file) => file.sha256 === sha256)?.blob ?? null;
	}

	/** What speaks against bringing the finding to this state; null where nothing does. */
	faultOf(state: Finding['state']): FollowUpFault | null {
		const { person } = this.#tablet.session;
		const { finding, known } = this;
		if (!person || !finding) return 'role';
		return followUpFault(known, { ...finding, state }, { personId: person.id, role: person.role });
	}

	/** Puts it on record in this state; tells whether it is durable. */
	async save(state: Finding['state']): Promise<boolean> {
		const { finding } = this;
		if (!finding || this.#isBusy) return false;
		this.#isBusy = true;
		this.#failure = null;
		try {
			const wanted = new Set(finding.photos.map(({ photo }) => photo.sha256));
			const files = this.#files.filter(({ sha256 }) => wanted.has(sha256));
			await this.#book.stateFinding({ ...finding, state }, files);
			this.#files = [];
			this.#draft = null;
			giveFeedback('done', this.#tablet.preferences);
			return true;
		} catch (error) {
			this.#failure = error;
			giveFeedback('refused', this.#tablet.preferences);
			return false;
		} finally {
			this.#isBusy = false;
		}
	}

	fail(error: unknown): void {
		this.#failure = error;
	}

	clearFailure(): void {
		this.#failure = null;
	}

	#changePhotos(changed: (photos: readonly EvidencePhoto[]) => EvidencePhoto[]): void {
		this.change({ photos: changed(this.finding?.photos ?? []) });
	}
}
