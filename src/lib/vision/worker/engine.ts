/** The models at work: photos in, embeddings and suggestions out. The same code in the browser's worker and in Node. */
import type { Frame } from '$lib/domain/site';
import { GOOD } from '$lib/domain/site';
import type { UsabilityIssue } from '$lib/domain/suggestion';
import { OtherEmbeddingVersion, PackNotOpen } from '../shared/errors';
import type { Backend, Embedding, Example, PackState, SuggestionResult } from '../shared/protocol';
import type { Backbone } from './backbone';
import type { Steps } from './good-parts';
import { DEFAULT_BANK, type BankOptions } from './memory-bank';
import { Pack } from './pack';
import { poolPatches, toEmbedding, toPatches } from './patches';
import type { ModelInput, Picture } from './picture';
import { prepareInput, PREPROCESSING } from './preprocess';
import { findIssues, measureQuality } from './usability';

/** One request at a time; only `suggest` and `embed` may run while another one is in `breathe`. */
export class Engine {
	readonly #packs = new Map<string, Pack>();
	/** Part of every embedding: those of another backbone or preprocessing are refused. */
	readonly embeddingVersion: string;

	constructor(
		readonly backbone: Backbone,
		readonly backend: Backend,
		readonly bank: BankOptions = DEFAULT_BANK
	) {
		this.embeddingVersion = `${backbone.card.id}:${backbone.card.sha256.slice(0, 16)}:${PREPROCESSING}`;
	}

	/** Replaces what is known of a part. @throws OtherEmbeddingVersion */
	async openPack(packId: string, classes: string[], examples: Example[], steps: Steps = {}): Promise<PackState> {
		for (const example of examples) this.#check(example.embedding);
		return this.#change(packId, () => Pack.build(packId, classes, examples, { bank: this.bank, ...steps }));
	}

	/** Adds one confirmed capture, or replaces it. @throws PackNotOpen, OtherEmbeddingVersion */
	async learn(packId: string, example: Example, steps: Steps = {}): Promise<PackState> {
		this.#check(example.embedding);
		return this.#change(packId, () => this.#open(packId).with(example, { bank: this.bank, ...steps }));
	}

	/** Takes one confirmed capture back out; nothing changes when it is not known. @throws PackNotOpen */
	async forget(packId: string, captureId: string, steps: Steps = {}): Promise<PackState> {
		return this.#change(packId, () => this.#open(packId).without(captureId, { bank: this.bank, ...steps }));
	}

	/** @throws VisionRequestRefused when the picture is empty */
	async embed(picture: Picture, frame: Frame): Promise<Embedding> {
		return this.#embed(prepareInput(picture, frame, this.backbone.card.input));
	}

	/** What would be wrong with this picture as a capture. @throws VisionRequestRefused when the picture is empty */
	check(picture: Picture, frame: Frame): UsabilityIssue[] {
		return findIssues(measureQuality(prepareInput(picture, frame, this.backbone.card.input)));
	}

	/** @throws PackNotOpen; VisionRequestRefused when the picture is empty */
	async suggest(packId: string, picture: Picture, frame: Frame): Promise<SuggestionResult> {
		const started = performance.now();
		const pack = this.#open(packId);
		const input = prepareInput(picture, frame, this.backbone.card.input);
		const usability = findIssues(measureQuality(input));
		const embedding = await this.#embed(input);
		// What was kept is what is judged: learning the same capture later gives the same numbers.
		const judgement = await pack.judge(toPatches(embedding));
		const counts = pack.counts;
		const goodExamples = counts[GOOD] ?? 0;
		const { card } = this.backbone;
		return {
			embedding,
			suggestion: {
				...judgement,
				usability,
				model: {
					packId,
					goodExamples,
					defectExamples: pack.known.size - goodExamples,
					backboneId: card.id,
					backboneHash: card.sha256,
					preprocessing: PREPROCESSING,
					backend: this.backend
				},
				tookMs: performance.now() - started
			}
		};
	}

	/** Rows of a part's memory bank; 0 before good parts were taught. @throws PackNotOpen */
	bankRows(packId: string): number {
		return this.#open(packId).good?.rows ?? 0;
	}

	async #embed(input: ModelInput): Promise<Embedding> {
		return toEmbedding(poolPatches(await this.backbone.run(input)), this.embeddingVersion);
	}

	async #change(packId: string, make: () => Promise<Pack>): Promise<PackState> {
		const started = performance.now();
		const pack = await make();
		const old = this.#packs.get(packId);
		this.#packs.set(packId, pack);
		if (old !== undefined && old.good !== pack.good) old.dispose();
		return { packId, examples: pack.counts, tookMs: performance.now() - started };
	}

	#open(packId: string): Pack {
		const pack = this.#packs.get(packId);
		if (pack === undefined) throw new PackNotOpen(packId);
		return pack;
	}

	#check({ version }: Embedding): void {
		if (version !== this.embeddingVersion) throw new OtherEmbeddingVersion(this.embeddingVersion, version);
	}
}
