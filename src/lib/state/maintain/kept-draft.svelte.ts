/** The fault in hand and its photos and sounds, on the disk as they change: the screen never waits for it, and nothing is lost with it. */
import { dropWorkFile, dropWorkFiles, keepWorkFile, type StoredPhoto } from '$lib/local-db';
import type { Tablet } from '../tablet.svelte';
import { dropFaultDraft, findFaultDraft, keepFaultDraft, type FaultDraft } from './draft';

export class KeptDraft {
	readonly #tablet: Tablet;
	readonly #failed: (error: unknown) => void;
	#value = $state.raw<FaultDraft | null>(null);
	#files = $state.raw<readonly StoredPhoto[]>([]);
	/** Writes go one after the other: the last one stays. */
	#writing: Promise<void> = Promise.resolve();

	/** @param failed told of what could not be written; it stays in hand */
	constructor(tablet: Tablet, failed: (error: unknown) => void) {
		this.#tablet = tablet;
		this.#failed = failed;
	}

	get value(): FaultDraft | null {
		return this.#value;
	}

	/** Those that are not on record yet. */
	get files(): readonly StoredPhoto[] {
		return this.#files;
	}

	/** What this person had begun before a restart; null when nothing. */
	async find(): Promise<FaultDraft | null> {
		const personId = this.#personId;
		const found = personId === null ? null : await findFaultDraft(this.#tablet.database, personId);
		if (!found || this.#value || !this.#tablet.register.assetById(found.draft.assetId)) return null;
		this.#value = found.draft;
		this.#files = found.files;
		return found.draft;
	}

	/** Takes another fault in hand. Resolves when the disk has it. */
	begin(draft: FaultDraft, files: readonly StoredPhoto[] = []): Promise<void> {
		this.#value = draft;
		this.#files = files;
		const personId = this.#personId;
		return this.#write(async () => {
			if (personId === null) return;
			for (const file of files) await keepWorkFile(this.#tablet.database, 'maintain', personId, file);
			await this.#keep(personId);
		});
	}

	/** Shown at once; resolves when the disk has it. */
	change(changed: Partial<FaultDraft>): Promise<void> {
		if (this.#value) this.#value = { ...this.#value, ...changed };
		const personId = this.#personId;
		return this.#write(() => (personId === null ? Promise.resolve() : this.#keep(personId)));
	}

	/** On the disk before it is shown. @throws StorageFull, StorageFailed */
	async addFile(file: StoredPhoto, changed: (draft: FaultDraft) => Partial<FaultDraft>): Promise<void> {
		const personId = this.#personId;
		if (personId === null || this.#files.some(({ sha256 }) => sha256 === file.sha256)) return;
		await keepWorkFile(this.#tablet.database, 'maintain', personId, file);
		if (!this.#value) return;
		this.#files = [...this.#files, file];
		await this.change(changed(this.#value));
	}

	async removeFile(sha256: string): Promise<void> {
		const personId = this.#personId;
		const draft = this.#value;
		if (!draft || personId === null) return;
		const others = <T extends { sha256: string }>(files: readonly T[]) =>
			files.filter((file) => file.sha256 !== sha256);
		this.#files = others(this.#files);
		await this.change({ photos: others(draft.photos), sounds: others(draft.sounds) });
		await dropWorkFile(this.#tablet.database, 'maintain', personId, sha256);
	}

	/** They are on record now. */
	async releaseFiles(): Promise<void> {
		const personId = this.#personId;
		this.#files = [];
		if (personId !== null) await dropWorkFiles(this.#tablet.database, 'maintain', personId);
	}

	async end(): Promise<void> {
		const personId = this.#personId;
		this.#value = null;
		this.#files = [];
		await this.#write(() => (personId === null ? Promise.resolve() : dropFaultDraft(this.#tablet.database, personId)));
	}

	get #personId(): string | null {
		return this.#tablet.session.person?.id ?? null;
	}

	/** What stands here now, not what stood here when it was asked for. */
	async #keep(personId: string): Promise<void> {
		if (this.#value) await keepFaultDraft(this.#tablet.database, personId, this.#value);
	}

	#write(write: () => Promise<void>): Promise<void> {
		this.#writing = this.#writing.then(write).catch(this.#failed);
		return this.#writing;
	}
}
