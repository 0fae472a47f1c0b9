// What may import what is the law of the architecture: the two tables below are the ones of docs/architecture.md.
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Every folder of `src` by its name in the tables below. The first match counts, so inner folders come first. */
const FOLDERS = {
	domain: 'src/lib/domain',
	wire: 'src/lib/wire',
	device: 'src/lib/device',
	'local-db': 'src/lib/local-db',
	'scan/shared': 'src/lib/scan/shared',
	'scan/client': 'src/lib/scan/client',
	'scan/worker': 'src/lib/scan/worker',
	'scan/identify': 'src/lib/scan/identify',
	'vision/shared': 'src/lib/vision/shared',
	'vision/client': 'src/lib/vision/client',
	'vision/worker': 'src/lib/vision/worker',
	sync: 'src/lib/sync',
	state: 'src/lib/state',
	components: 'src/lib/components',
	messages: 'src/lib/messages',
	server: 'src/lib/server',
	api: 'src/routes/api',
	floor: 'src/routes/?floor?',
	desk: 'src/routes/?desk?',
	routes: 'src/routes',
	'service-worker': 'src/service-worker',
	commands: 'src/commands'
};

/** Which folders a folder may import, besides itself. */
const MAY_IMPORT = {
	domain: [],
	wire: ['domain'],
	device: ['domain'],
	'local-db': ['domain'],
	'scan/shared': ['domain'],
	'vision/shared': ['domain'],
	'scan/client': ['scan/shared', 'domain'],
	'scan/worker': ['scan/shared', 'domain'],
	'scan/identify': ['scan/shared', 'domain'],
	'vision/client': ['vision/shared', 'domain'],
	'vision/worker': ['vision/shared', 'domain'],
	sync: ['local-db', 'wire', 'device', 'domain'],
	state: ['vision/client', 'scan/client', 'scan/identify', 'device', 'local-db', 'sync', 'domain', 'messages'],
	components: ['state', 'domain', 'messages'],
	messages: ['domain'],
	floor: ['components', 'state', 'scan/client', 'scan/identify', 'vision/client', 'domain', 'messages'],
	desk: ['components', 'state', 'domain', 'messages'],
	routes: ['components', 'state', 'domain', 'messages'],
	server: ['wire', 'domain'],
	api: ['server', 'wire', 'domain'],
	'service-worker': ['sync', 'local-db', 'domain'],
	commands: []
};

/** Packages with one home. `folders` are the only ones that may import them. */
const PACKAGE_HOMES = [
	{ packages: ['dexie'], folders: ['local-db'] },
	{ packages: ['@tensorflow/*'], folders: ['vision/worker'] },
	{ packages: ['@zxing/*', 'zxing-wasm'], folders: ['scan/worker'] }
];

/** Kysely and database drivers stay in one part of the server. */
const DATABASE_PACKAGES = ['kysely', 'sqlite', 'node:sqlite', 'better-sqlite3', 'pg', '@electric-sql/pglite'];

/** What browsers and Node share and the rules of both sides need: bytes, text, addresses and signatures. */
const DOMAIN_GLOBALS = ['crypto', 'CryptoKey', 'TextEncoder', 'TextDecoder', 'URL', 'URLSearchParams', 'atob', 'btoa'];
const PLATFORM_GLOBALS = Object.keys({ ...globals.browser, ...globals.node }).filter(
	(name) => !(name in globals.builtin) && !DOMAIN_GLOBALS.includes(name)
);

const inFolder = (/** @type {string | string[]} */ types) => ({ element: { types } });
const outsideOf = (/** @type {string[]} */ types) => ({ element: { types: { noneOf: types } } });
const fromPackage = (/** @type {string[]} */ source) => ({ module: { origin: ['external', 'core'], source } });

// The last policy that matches wins.
const importPolicies = [
	{ allow: { to: { module: { origin: ['external', 'core'] } } } },
	...Object.entries(MAY_IMPORT).map(([folder, targets]) => ({
		from: inFolder(folder),
		allow: { to: inFolder(targets.length > 0 ? targets : [folder]) }
	})),
	{
		from: { ...inFolder(['desk', 'routes']), file: { categories: 'server-file' } },
		allow: { to: inFolder(['server', 'wire']) }
	},
	{ from: { file: { categories: 'app-file' } }, allow: { to: inFolder(['server', 'wire', 'domain', 'messages']) } },
	{ from: inFolder('routes'), allow: { to: { file: { path: 'src/app.css' } } } },
	{
		from: inFolder('floor'),
		disallow: { to: { file: { categories: 'server-file' } } },
		message: 'A floor page works with the server off: it imports no server file.'
	},
	...PACKAGE_HOMES.map(({ packages, folders }) => ({
		from: outsideOf(folders),
		disallow: { to: fromPackage(packages) },
		message: `{{ dependency.source }} may be imported in ${folders.join(', ')} only.`
	})),
	{
		from: { file: { path: '!src/lib/server/db/**' } },
		disallow: { to: fromPackage(DATABASE_PACKAGES) },
		message: '{{ dependency.source }} may be imported in server/db only.'
	},
	{
		from: inFolder('domain'),
		disallow: { to: { module: { origin: 'core' } } },
		message: 'The domain runs on tablet and server alike: nothing of Node in it.'
	},
	// Tests run in Node: they may read files and drive packages directly. The folder they stand in still binds them.
	{ from: { file: { categories: 'test' } }, allow: { to: { module: { origin: ['external', 'core'] } } } }
];

export default ts.config(
	{
		ignores: [
			'node_modules/',
			'.svelte-kit/',
			'build/',
			'data/',
			'static/',
			'src/lib/messages/generated/',
			'test-results/',
			'playwright-report/'
		]
	},
	js.configs.recommended,
	...ts.configs.strict,
	...svelte.configs.recommended,
	prettier,
	...svelte.configs.prettier,
	{
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			// TypeScript and svelte-check know every name; ESLint does not know types.
			'no-undef': 'off',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			eqeqeq: ['error', 'always', { null: 'ignore' }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
		rules: {
			// Addresses of pages are written out; the app is always served from the root of its host.
			'svelte/no-navigation-without-resolve': 'off',
			// Says unused for every word of the reason behind the code; svelte-check knows the codes.
			'svelte/no-unused-svelte-ignore': 'off',
			// State classes replace whole values; a Map or a Date that is only computed with needs no proxy.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	{
		files: ['src/**/*.{ts,js,mjs,svelte}'],
		plugins: { boundaries },
		settings: {
			'import/resolver': {
				typescript: {
					alwaysTryTypes: true,
					project: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
					alias: { $lib: [fileURLToPath(new URL('src/lib', import.meta.url))] }
				}
			},
			'import/extensions': ['.ts', '.js', '.mjs', '.svelte'],
			'boundaries/elements': Object.entries(FOLDERS).map(([type, pattern]) => ({
				type,
				pattern,
				partialMatch: false
			})),
			'boundaries/elements-single-match': true,
			'boundaries/files': [
				{ category: 'app-file', pattern: 'src/*' },
				{ category: 'test', pattern: '**/*.test.ts' },
				{ category: 'server-file', pattern: ['**/+*.server.ts', '**/+server.ts'] }
			]
		},
		rules: {
			'boundaries/no-unknown-files': 'error',
			'boundaries/dependencies': [
				'error',
				{ default: 'disallow', checkAllOrigins: true, checkUnknownLocals: false, policies: importPolicies }
			]
		}
	},
	{
		files: ['src/lib/domain/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: {
			'no-restricted-globals': ['error', ...PLATFORM_GLOBALS],
			'no-restricted-imports': ['error', { patterns: ['svelte', 'svelte/*', '$app/*', '$env/*'] }]
		}
	}
);
