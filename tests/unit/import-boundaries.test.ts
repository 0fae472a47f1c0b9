import { ESLint } from 'eslint';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const eslint = new ESLint({ cwd: root });
// The first file makes ESLint load its parsers and plugins.
vi.setConfig({ testTimeout: 60_000 });

/** The rules that object to `code` if it stood in `file`. */
async function objections(file: string, code: string): Promise<string[]> {
	const [result] = await eslint.lintText(code, { filePath: `${root}/${file}` });
	const parsed = result?.messages.filter((message) => message.fatal);
	expect(parsed, 'the snippet is valid code').toEqual([]);
	return (result?.messages ?? []).flatMap((message) => (message.ruleId === null ? [] : [message.ruleId]));
}

const IMPORTS = 'boundaries/dependencies';

describe('the import table', () => {
	it.each([
		['the domain imports a schema of the wire', 'src/lib/domain/x.ts', `import '$lib/wire';`],
		['the domain reads files', 'src/lib/domain/x.ts', `import 'node:fs';`],
		['a relative path goes around the alias', 'src/lib/domain/x.ts', `import '../wire/index.ts';`],
		['an export counts as an import', 'src/lib/domain/x.ts', `export * from '$lib/wire';`],
		['a dynamic import counts', 'src/lib/domain/x.ts', `export const x = import('$lib/wire');`],
		[
			'a type import counts',
			'src/lib/domain/x.ts',
			`import type { PushRequest as X } from '$lib/wire'; export type Y = X;`
		],
		['the vision client reaches into scan', 'src/lib/vision/client/x.ts', `import '$lib/scan/shared/protocol';`],
		['the state of a page speaks to the network', 'src/lib/state/x.svelte.ts', `import '$lib/wire';`],
		['server code draws text for people', 'src/lib/server/x.ts', `import '$lib/messages';`],
		['a page of the desk reads the wire', 'src/routes/(desk)/x/+page.ts', `import '$lib/wire';`],
		['a command uses the app', 'src/commands/x.mjs', `import '../lib/domain/errors.ts';`]
	])('refuses: %s', async (_, file, code) => {
		expect(await objections(file, code)).toContain(IMPORTS);
	});

	it.each([
		['a component', 'src/lib/components/x.svelte', `<script lang="ts">import '$lib/wire';</script>`],
		['a floor page', 'src/routes/(floor)/inspect/+page.svelte', `<script lang="ts">import '$lib/wire';</script>`]
	])('refuses a forbidden import in the script of %s', async (_, file, code) => {
		expect(await objections(file, code)).toContain(IMPORTS);
	});

	it.each([
		['the wire on the domain', 'src/lib/wire/x.ts', `import '$lib/domain/site';`],
		['a server file of the desk on the wire', 'src/routes/(desk)/x/+page.server.ts', `import '$lib/wire';`],
		[
			'a component on the messages',
			'src/lib/components/x.svelte',
			`<script lang="ts">import '$lib/messages';</script>`
		],
		[
			'a floor page on the domain',
			'src/routes/(floor)/x/+page.svelte',
			`<script lang="ts">import '$lib/domain/site';</script>`
		]
	])('lets %s stand', async (_, file, code) => {
		expect(await objections(file, code)).not.toContain(IMPORTS);
	});
});

describe('packages with one home', () => {
	it.each([
		['src/lib/sync/x.ts', 'dexie'],
		['src/lib/vision/client/x.ts', '@tensorflow/tfjs'],
		['src/lib/vision/shared/x.ts', '@tensorflow/tfjs-backend-wasm'],
		['src/lib/scan/client/x.ts', 'zxing-wasm/reader'],
		['src/lib/scan/shared/x.ts', '@zxing/library'],
		['src/lib/server/ledger/x.ts', 'kysely'],
		['src/lib/server/ledger/x.ts', 'node:sqlite'],
		['src/routes/api/x/+server.ts', 'kysely']
	])('refuses in %s: %s', async (file, name) => {
		expect(await objections(file, `import '${name}';`)).toContain(IMPORTS);
	});

	it.each([
		['src/lib/local-db/x.ts', 'dexie'],
		['src/lib/vision/worker/x.ts', '@tensorflow/tfjs'],
		['src/lib/scan/worker/x.ts', 'zxing-wasm/reader'],
		['src/lib/server/db/x.ts', 'kysely'],
		['src/lib/server/db/x.ts', 'node:sqlite']
	])('lets it stand at home, in %s: %s', async (file, name) => {
		expect(await objections(file, `import '${name}';`)).not.toContain(IMPORTS);
	});
});

it.each(['svelte', 'svelte/store', '$app/environment', '$env/static/public'])(
	'keeps the page framework out of the domain: %s',
	async (name) => {
		expect(await objections('src/lib/domain/x.ts', `import '${name}';`)).toContain('no-restricted-imports');
	}
);

it('keeps the objects of one platform out of the domain', async () => {
	expect(await objections('src/lib/domain/x.ts', `export const x = localStorage.length;`)).toContain(
		'no-restricted-globals'
	);
});

it('refuses a file of src that belongs to no folder of the architecture', async () => {
	expect(await objections('src/lib/helpers/x.ts', `export const x = 1;`)).toContain('boundaries/no-unknown-files');
});
