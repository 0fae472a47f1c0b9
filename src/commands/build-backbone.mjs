/**
 * Writes the vision backbone that tablets load: `static/models/backbone/{model.json,weights.bin,card.json}`.
 *
 * The source is a CenterNet detector that comes with the `@vladmandic/human` package. Countersign needs only its lower
 * layers, as a general feature extractor, so the graph is cut there: a quarter of the weights remain. The result is the
 * same, byte for byte, on every machine; files that are already right are left alone.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
// The package hides `models/` behind its `exports`, so the files are read by path.
const PACKAGE = 'node_modules/@vladmandic/human';
const INPUT = 'tower_0/images';
const OUTPUT = 'tower_0/MobilenetV3/expanded_conv_11/add';
/** @type {Record<string, number>} */
const BYTES_PER_ELEMENT = { float32: 4, int32: 4, float16: 2, uint8: 1, uint16: 2, bool: 1 };

/**
 * The parts of a graph model that are used here.
 *
 * @typedef {{ name: string, input?: string[], attr?: object }} GraphNode
 * @typedef {{ name: string, shape: number[], dtype: string, quantization?: { dtype: string } }} WeightSpec
 */

/**
 * Builds the backbone and its card.
 * @param {{ root?: string, out?: string }} [options] project root; folder to write to
 * @returns {Promise<{ folder: string, written: string[], sha256: string }>} `written` is empty when all was up to date
 * @throws when the package is missing or its graph is not the one expected
 */
export async function buildBackbone({ root = ROOT, out = path.join(root, 'static/models/backbone') } = {}) {
	const models = path.join(root, PACKAGE, 'models');
	const source = JSON.parse(await readFile(path.join(models, 'centernet.json'), 'utf8'));
	const bytes = await readFile(path.join(models, 'centernet.bin'));
	const { version } = JSON.parse(await readFile(path.join(root, PACKAGE, 'package.json'), 'utf8'));

	/** @type {GraphNode[]} */
	const nodes = keepAncestors(source.modelTopology.node, OUTPUT).map((node) =>
		node.name === INPUT ? withFreeSides(node) : node
	);
	const { specs, data } = keepWeights(source.weightsManifest, bytes, new Set(nodes.map((node) => node.name)));
	const sha256 = createHash('sha256').update(data).digest('hex');
	const channels = outputChannels(nodes, specs);

	const model = {
		format: 'graph-model',
		generatedBy: source.generatedBy,
		convertedBy: source.convertedBy,
		signature: {
			inputs: { [INPUT]: tensorInfo(INPUT, [1, -1, -1, 3]) },
			outputs: { [OUTPUT]: tensorInfo(OUTPUT, [1, -1, -1, channels]) }
		},
		modelTopology: { node: nodes, library: source.modelTopology.library, versions: source.modelTopology.versions },
		weightsManifest: [{ paths: ['weights.bin'], weights: specs }]
	};
	const card = {
		id: 'centernet-mobilenetv3-conv11',
		sha256,
		input: { name: INPUT, low: 0, high: 255, area: 320 * 320, multiple: 32 },
		output: { name: OUTPUT, channels, stride: 16 },
		source: {
			package: `@vladmandic/human ${version}`,
			file: 'models/centernet.json, cut at the output named here',
			upstream: source.generatedBy
		},
		licence: {
			stated: 'MIT, by the package that ships the weights',
			note: 'The upstream repository that trained the network has no licence file. Replace this folder to use another backbone.'
		}
	};

	const files = {
		'weights.bin': data,
		'model.json': Buffer.from(JSON.stringify(model)),
		'card.json': Buffer.from(`${JSON.stringify(card, null, '\t')}\n`)
	};
	const written = [];
	await mkdir(out, { recursive: true });
	for (const [name, content] of Object.entries(files)) {
		if (await writeWhenDifferent(path.join(out, name), content)) written.push(name);
	}
	return { folder: out, written, sha256 };
}

/** The nodes that `output` is computed from, in the order of the source. */
function keepAncestors(/** @type {GraphNode[]} */ nodes, /** @type {string} */ output) {
	const byName = new Map(nodes.map((node) => [node.name, node]));
	const kept = new Set();
	const open = [output];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		if (kept.has(name)) continue;
		const node = byName.get(name);
		if (node === undefined) throw new Error(`The backbone's source has no node "${name}": is it another version?`);
		kept.add(name);
		open.push(...(node.input ?? []).map((input) => input.replace(/^\^/, '').replace(/:\d+$/, '')));
	}
	return nodes.filter((node) => kept.has(node.name));
}

/** The placeholder with height and width left open, so that pictures keep their aspect. */
function withFreeSides(/** @type {GraphNode} */ node) {
	const dim = ['1', '-1', '-1', '3'].map((size) => ({ size }));
	return { ...node, attr: { ...node.attr, shape: { shape: { dim } } } };
}

/**
 * @param {{ weights: WeightSpec[] }[]} manifest
 * @param {Buffer} bytes All weights, one after the other.
 * @param {Set<string>} names Which to keep.
 */
function keepWeights(manifest, bytes, names) {
	/** @type {WeightSpec[]} */
	const specs = [];
	/** @type {Buffer[]} */
	const parts = [];
	let offset = 0;
	for (const spec of manifest.flatMap((group) => group.weights)) {
		const elements = spec.shape.reduce((product, side) => product * side, 1);
		const type = spec.quantization?.dtype ?? spec.dtype;
		const size = BYTES_PER_ELEMENT[type];
		if (size === undefined) throw new Error(`The backbone's weights have a type that is not known here: ${type}.`);
		const length = elements * size;
		if (names.has(spec.name)) {
			specs.push(spec);
			parts.push(bytes.subarray(offset, offset + length));
		}
		offset += length;
	}
	if (offset !== bytes.length) throw new Error(`The backbone's weights have ${bytes.length} bytes, not ${offset}.`);
	return { specs, data: Buffer.concat(parts) };
}

/** The output adds two projections; the last axis of a projection's weights is its number of channels. */
function outputChannels(/** @type {GraphNode[]} */ nodes, /** @type {WeightSpec[]} */ specs) {
	const output = nodes.find((node) => node.name === OUTPUT);
	const projection = nodes.find((node) => node.name === output?.input?.[0]);
	const channels = specs.find((spec) => spec.name === projection?.input?.[1])?.shape.at(-1);
	if (channels === undefined) throw new Error(`The backbone's output "${OUTPUT}" is not the sum of two projections.`);
	return channels;
}

function tensorInfo(/** @type {string} */ name, /** @type {number[]} */ shape) {
	return { name, dtype: 'DT_FLOAT', tensorShape: { dim: shape.map((size) => ({ size: String(size) })) } };
}

async function writeWhenDifferent(/** @type {string} */ file, /** @type {Buffer} */ content) {
	const present = await readFile(file).catch(() => null);
	if (present !== null && present.equals(content)) return false;
	await writeFile(file, content);
	return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { folder, written } = await buildBackbone();
	console.log(written.length === 0 ? `Backbone is up to date in ${folder}` : `Backbone written to ${folder}`);
}
