// Builds what the server serves, and only what is out of date: a fingerprint of its inputs is kept for each.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { must, ROOT, say } from './run.mjs';
import { workingNode } from './runtime.mjs';

/**
 * @typedef {object} Product
 * @property {string} name What it is, for the person who waits.
 * @property {string[]} inputs Files and folders it is made from.
 * @property {string} output A file that is there once it is made.
 * @property {string} stamp File that holds the fingerprint of the inputs it was last made from.
 * @property {(node: string) => Promise<void>} make
 */

const CONFIGURATION = ['package.json', 'package-lock.json', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json'];

/** Outputs of other products inside input folders: the code that makes them is an input already. */
const GENERATED = ['static/models', 'static/samples', 'src/lib/messages/generated'];
/** The message compiler keeps notes of its own beside its settings. */
const NOTES = /\/project\.inlang\/(?!settings\.json$)/;
const NOT_SHIPPED = /\.test\.ts$|^src\/commands\/(?!build-)/;

const script = (/** @type {string} */ path) => async (/** @type {string} */ node) =>
	must(path, node, [join(ROOT, path)]);
const tool = (/** @type {string} */ name) => join(ROOT, 'node_modules', name);

/** @type {Product[]} */
const ASSETS = [
	{
		name: 'the vision backbone',
		inputs: ['src/commands/build-backbone.mjs', 'package-lock.json'],
		output: 'static/models/backbone/model.json',
		stamp: '.svelte-kit/stamps/backbone',
		make: script('src/commands/build-backbone.mjs')
	},
	{
		name: 'the sample pictures',
		inputs: ['src/commands/build-samples.mjs', 'src/commands/samples', 'package-lock.json'],
		output: 'static/samples/index.json',
		stamp: '.svelte-kit/stamps/samples',
		make: script('src/commands/build-samples.mjs')
	}
];

/** @type {Product} */
const APP = {
	name: 'the app',
	inputs: ['src', 'static', ...CONFIGURATION],
	output: 'build/handler.js',
	stamp: 'build/.stamp',
	make: async (node) => {
		rmSync(join(ROOT, 'build'), { recursive: true, force: true });
		await must('Building the app', node, [tool('vite/bin/vite.js'), 'build', '--logLevel', 'warn']);
	}
};

/** @returns {string[]} Every file at or below `path`, in a fixed order, relative to the root. */
function filesBelow(/** @type {string} */ path) {
	const absolute = join(ROOT, path);
	if (GENERATED.includes(path) || NOT_SHIPPED.test(path) || NOTES.test(path) || !existsSync(absolute)) return [];
	if (!statSync(absolute).isDirectory()) return [path];
	return readdirSync(absolute)
		.sort()
		.flatMap((name) => filesBelow(`${path}/${name}`));
}

function fingerprint(/** @type {string[]} */ inputs) {
	const hash = createHash('sha256');
	for (const file of inputs.flatMap(filesBelow)) {
		hash
			.update(file)
			.update('\0')
			.update(readFileSync(join(ROOT, file)))
			.update('\0');
	}
	return hash.digest('hex');
}

async function ensure(/** @type {Product} */ product) {
	const now = fingerprint(product.inputs);
	const stamp = join(ROOT, product.stamp);
	if (existsSync(join(ROOT, product.output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
	say(`Building ${product.name} …`);
	const startedAt = performance.now();
	await product.make(workingNode());
	mkdirSync(dirname(stamp), { recursive: true });
	writeFileSync(stamp, now);
	say(`Built ${product.name} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
}

/** Makes the backbone and the sample pictures: what `static/` needs besides the files in the repository. */
export async function ensureAssets() {
	for (const product of ASSETS) await ensure(product);
}

/** Makes everything that the server serves. */
export async function ensureBuilt() {
	await ensureAssets();
	await ensure(APP);
}

/** Writes the typed messages and SvelteKit's types, which type checks and unit tests need. */
export async function ensureGenerated() {
	const node = workingNode();
	await must('Compiling the messages', node, [
		tool('@inlang/paraglide-js/bin/run.js'),
		'compile',
		'--project',
		'src/lib/messages/project.inlang',
		'--outdir',
		'src/lib/messages/generated',
		'--strategy',
		'cookie',
		'preferredLanguage',
		'baseLocale',
		'--silent'
	]);
	await must('Writing the types of the routes', node, [tool('@sveltejs/kit/svelte-kit.js'), 'sync']);
}
