/** The frozen network under everything: described by its card, loaded from three files, replaced by replacing them. */
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { BackboneUnavailable } from '../shared/errors';
import type { ModelInput } from './picture';

const Count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** `card.json`: what the rest of the code needs to know about a backbone, and what people may want to. */
export const BackboneCard = v.object({
	id: v.pipe(v.string(), v.minLength(1)),
	/** SHA-256 of `weights.bin`, hexadecimal. */
	sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
	/** Pixel values are scaled from 0…255 to low…high; pictures are resized to about `area` px, sides in `multiple`s. */
	input: v.object({ name: v.string(), low: v.number(), high: v.number(), area: Count, multiple: Count }),
	/** Feature map `[1, height / stride, width / stride, channels]`. */
	output: v.object({ name: v.string(), channels: Count, stride: Count }),
	source: v.object({ package: v.string(), file: v.string(), upstream: v.string() }),
	licence: v.object({ stated: v.string(), note: v.string() })
});
export type BackboneCard = v.InferOutput<typeof BackboneCard>;

/** The three files of a backbone, as they lie in `static/models/backbone`. */
export interface BackboneFiles {
	/** Parsed `card.json`. */
	card: unknown;
	/** Parsed `model.json`. */
	model: tf.io.ModelJSON;
	weights: ArrayBuffer;
}

export interface FeatureMap {
	rows: number;
	columns: number;
	channels: number;
	/** `[rows, columns, channels]`. */
	data: Float32Array;
}

/** Fetches a backbone's files. @throws BackboneUnavailable when one is missing */
export async function fetchBackbone(folder: string): Promise<BackboneFiles> {
	const [card, model, weights] = await Promise.all(
		['card.json', 'model.json', 'weights.bin'].map(async (name) => {
			const response = await fetch(`${folder}/${name}`);
			if (!response.ok) throw new BackboneUnavailable(`${name} gave ${response.status}`);
			return response;
		})
	);
	return { card: await card.json(), model: await model.json(), weights: await weights.arrayBuffer() };
}

export class Backbone {
	readonly #model: tf.GraphModel;

	private constructor(
		readonly card: BackboneCard,
		model: tf.GraphModel
	) {
		this.#model = model;
	}

	/**
	 * Checks the files against their card and loads them into the current TF.js backend.
	 * @throws BackboneUnavailable when the card is not one or the weights are not those it names
	 */
	static async load(files: BackboneFiles): Promise<Backbone> {
		const parsed = v.safeParse(BackboneCard, files.card);
		if (!parsed.success) throw new BackboneUnavailable(`card: ${v.summarize(parsed.issues)}`);
		const card = parsed.output;
		const sha256 = await hexDigest(files.weights);
		if (sha256 !== card.sha256) throw new BackboneUnavailable(`weights are ${sha256}, not ${card.sha256}`);
		const { modelTopology, signature, weightsManifest } = files.model;
		const model = await tf.loadGraphModel(
			tf.io.fromMemory({
				modelTopology,
				signature,
				weightSpecs: weightsManifest.flatMap((group) => group.weights),
				weightData: files.weights
			})
		);
		return new Backbone(card, model);
	}

	/** One pass over one prepared picture. */
	async run(input: ModelInput): Promise<FeatureMap> {
		const { low, high, name } = this.card.input;
		const features = tf.tidy(() => {
			const pixels = tf.tensor4d(input.data, [1, input.height, input.width, 3]);
			const scaled = low === 0 && high === 255 ? pixels : pixels.mul((high - low) / 255).add(low);
			return this.#model.execute({ [name]: scaled }, this.card.output.name);
		});
		if (Array.isArray(features)) throw new BackboneUnavailable('more than one output');
		const [, rows, columns, channels] = features.shape;
		const data = await features.data();
		features.dispose();
		return { rows, columns, channels, data: Float32Array.from(data) };
	}

	dispose(): void {
		this.#model.dispose();
	}
}

async function hexDigest(bytes: ArrayBuffer): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
