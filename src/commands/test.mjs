// `npm test`: everything that must hold, from a fresh clone with one command. Stops at the first failure.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureAssets, ensureBuilt, ensureGenerated } from './built.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './dependencies.mjs';
import { ensurePostgres, findPostgres, PrivatePostgres } from './postgres.mjs';
import { CommandError, main, ROOT, run, say } from './run.mjs';
import { requireNode, workingNode } from './runtime.mjs';

const RESULTS = join(ROOT, 'test-results/counts');
const UNIT_RESULT = join(RESULTS, 'unit.json');
const POSTGRES_RESULT = join(RESULTS, 'postgres.json');
const BROWSER_RESULT = join(RESULTS, 'browser.json');

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @returns {any} The report a test runner wrote; null when it did not get that far. */
function readReport(/** @type {string} */ path) {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		return null;
	}
}

/** @returns {Counts} */
function unitCounts(/** @type {string} */ path) {
	const report = readReport(path);
	if (report === null) return { passed: 0, failed: 1, skipped: 0 };
	const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
	// A file that cannot even be loaded is a failed suite without a failed test.
	const failed = report.numFailedTests || (report.success ? 0 : 1);
	return { passed: report.numPassedTests, failed, skipped };
}

/** @returns {Counts} */
function browserCounts() {
	const report = readReport(BROWSER_RESULT);
	if (report === null) return { passed: 0, failed: 1, skipped: 0 };
	const { expected, unexpected, flaky, skipped } = report.stats;
	return { passed: expected + flaky, failed: unexpected || (report.errors.length > 0 ? 1 : 0), skipped };
}

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => Promise<number | void>} work Its exit code, where it has one.
 * @property {() => Counts} [counts] What its tests came to.
 */

/** @returns {Step[]} */
function steps() {
	const node = workingNode();
	const tool = (/** @type {string} */ path, /** @type {string[]} */ ...args) =>
		run(node, [join(ROOT, 'node_modules', path), ...args]);
	const unitTests = (
		/** @type {string} */ result,
		/** @type {string[]} */ which = [],
		/** @type {Record<string, string>} */ env = {}
	) => {
		const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${result}`];
		return run(node, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...reports, ...which], { env });
	};
	/** @type {import('./chromium.mjs').Chromium | null} */
	let chromium = null;
	return [
		{
			// Side by side: each keeps one core busy.
			name: 'Type check and lint',
			work: async () => {
				await ensureGenerated();
				const types = tool('svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings');
				const lint = async () =>
					(await tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')) ||
					(await tool('eslint/bin/eslint.js', '.', '--max-warnings', '0'));
				const codes = await Promise.all([types, lint()]);
				return Math.max(...codes);
			}
		},
		{
			name: 'Unit tests',
			work: async () => {
				await ensureAssets();
				return unitTests(UNIT_RESULT);
			},
			counts: () => unitCounts(UNIT_RESULT)
		},
		{
			name: 'Server tests on PostgreSQL',
			work: async () => {
				const programs = await ensurePostgres();
				if (programs === null) {
					say(
						'Skipped: there is no PostgreSQL on this computer. Install it, or name its programs: PG_BIN=/path/to/bin'
					);
					return;
				}
				const postgres = await PrivatePostgres.start(programs, { durable: false });
				try {
					// One file at a time: the other core is PostgreSQL's own.
					return await unitTests(POSTGRES_RESULT, ['src/lib/server', '--maxWorkers=1'], {
						TEST_DATABASE_URL: postgres.url
					});
				} finally {
					await postgres.dispose();
				}
			},
			counts: () => (findPostgres() === null ? { passed: 0, failed: 0, skipped: 1 } : unitCounts(POSTGRES_RESULT))
		},
		{ name: 'Build', work: ensureBuilt },
		{
			name: 'Find a browser',
			work: async () => {
				chromium = await ensureChromium();
				console.log(`Chromium: ${chromium.path} (${chromium.origin})`);
			}
		},
		{
			name: 'Browser tests',
			work: () =>
				run(node, [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json'], {
					env: {
						PLAYWRIGHT_JSON_OUTPUT_FILE: BROWSER_RESULT,
						...(chromium && { CHROMIUM_PATH: chromium.path })
					}
				}),
			counts: browserCounts
		}
	];
}

const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

await main(async () => {
	requireNode();
	await ensureInstalled();
	rmSync(RESULTS, { recursive: true, force: true });
	mkdirSync(RESULTS, { recursive: true });
	/** @type {string[]} */
	const summary = [];
	const total = { passed: 0, failed: 0, skipped: 0 };
	for (const { name, work, counts } of steps()) {
		say(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`);
		const startedAt = performance.now();
		const code = await work().catch((error) => {
			if (!(error instanceof CommandError)) throw error;
			say(error.message);
			return 1;
		});
		const ok = (code ?? 0) === 0;
		const result = counts?.() ?? { passed: 0, failed: ok ? 0 : 1, skipped: 0 };
		total.passed += result.passed;
		total.failed += ok ? result.failed : Math.max(1, result.failed);
		total.skipped += result.skipped;
		const detail = counts ? `, ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped` : '';
		summary.push(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds(startedAt)}${detail})`);
		if (!ok) break;
	}
	console.log(`\n${summary.join('\n')}`);
	if (total.skipped > 0) console.log(`${total.skipped} skipped (what they need is not on this computer)`);
	console.log(`${total.passed} passed, ${total.failed} failed`);
	return total.failed === 0 ? 0 : 1;
});
