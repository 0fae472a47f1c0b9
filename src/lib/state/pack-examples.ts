/** What a part's pack is made from: confirmed captures on this tablet's disk, and the drawn pictures of a demo part. */
import type { Capture } from '$lib/domain/capture';
import { GOOD, type Frame, type Part } from '$lib/domain/site';
import type { LocalDatabase, StoredExample } from '$lib/local-db';
import { readEmbedding, type Embedding, type Example } from '$lib/vision/client';
import { sampleCaptureId, samplePictures } from './sample-pictures';

/** The newest of each class that are learned from: what came earlier changes a suggestion no more, and costs time and memory. */
export const MOST_PER_CLASS = 250;

/** A picture whose class is known and whose embedding has to be computed (again). */
export interface Untaught {
	captureId: string;
	class: string;
	photoSha256: string | null;
	frame: Frame;
	confirmedAt: string;
	/** Null when its photo is no longer on this tablet. */
	open(): Promise<Blob | null>;
}

export class PackExamples {
	readonly #database: LocalDatabase;
	readonly #part: Part;

	constructor(database: LocalDatabase, part: Part) {
		this.#database = database;
		this.#part = part;
	}

	/** Class ids that a capture of this part can have, `good` first. */
	get classes(): string[] {
		return [GOOD, ...this.#part.classes.map(({ id }) => id)];
	}

	/** Everything that fits this embedding version, newest last. Rows of another version or class, or damaged, are left out. */
	async read(version: string): Promise<Example[]> {
		const classes = new Set(this.classes);
		const perClass = new Map<string, Example[]>();
		const rows = await this.#rows();
		rows.sort((one, other) => (one.confirmedAt < other.confirmedAt ? -1 : 1));
		for (const row of rows) {
			const embedding = readEmbedding(row.embedding);
			if (embedding?.version !== version || !classes.has(row.class)) continue;
			const examples = perClass.get(row.class) ?? [];
			examples.push({ captureId: row.captureId, class: row.class, embedding });
			perClass.set(row.class, examples);
		}
		return [...perClass.values()].flatMap((examples) => examples.slice(-MOST_PER_CLASS));
	}

	/** Confirmed captures whose embedding is of another version, and sample pictures that were never taught. */
	async untaught(version: string): Promise<Untaught[]> {
		const rows = await this.#rows();
		const current = new Set(
			rows.filter(({ embedding }) => readEmbedding(embedding)?.version === version).map(({ captureId }) => captureId)
		);
		const samples = (await this.#samples()).filter(({ captureId }) => !current.has(captureId));
		const sampleIds = new Set(samples.map(({ captureId }) => captureId));
		const stale = rows.filter(({ captureId }) => !current.has(captureId) && !sampleIds.has(captureId));
		return [
			...samples,
			...stale.map(({ captureId, class: confirmed, photoSha256, frame, confirmedAt }) => ({
				captureId,
				class: confirmed,
				photoSha256,
				frame,
				confirmedAt,
				open: async () => (photoSha256 ? ((await this.#database.photos.get(photoSha256))?.blob ?? null) : null)
			}))
		];
	}

	/** Keeps what was computed for a picture. */
	async keep(
		{ captureId, class: known, photoSha256, frame, confirmedAt }: Untaught,
		embedding: Embedding
	): Promise<void> {
		const row = { captureId, packId: this.#part.id, class: known, embedding, photoSha256, frame, confirmedAt };
		await this.#database.examples.put(row);
	}

	/** Keeps a capture whose class a person has confirmed. */
	async confirm(capture: Capture, confirmed: string, embedding: Embedding): Promise<Example> {
		const { id: captureId, frame, photo } = capture;
		const row: StoredExample = {
			captureId,
			packId: this.#part.id,
			class: confirmed,
			embedding,
			photoSha256: photo.sha256,
			frame,
			confirmedAt: new Date().toISOString()
		};
		await this.#database.examples.put(row);
		return { captureId, class: confirmed, embedding };
	}

	/** Takes a confirmation back. Returns whether there was one. */
	async withdraw(captureId: string): Promise<boolean> {
		const found = await this.#database.examples.get(captureId);
		await this.#database.examples.delete(captureId);
		return found !== undefined;
	}

	#rows(): Promise<StoredExample[]> {
		return this.#database.examples.where('packId').equals(this.#part.id).toArray();
	}

	/** None where the list is not on this tablet: the part is then learned from confirmed captures like any other. */
	async #samples(): Promise<Untaught[]> {
		const pictures = await samplePictures(this.#part, 'teach');
		return pictures.map(({ url, view, class: drawn, open }) => ({
			captureId: sampleCaptureId(url),
			class: drawn,
			photoSha256: null,
			frame: view.frame,
			confirmedAt: new Date(0).toISOString(),
			open
		}));
	}
}
