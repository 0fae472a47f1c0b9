// `npm run bench -- NAME`: what a benchmark needs to run, then the benchmark itself.
import { join } from 'node:path';
import { ensureAssets, ensureGenerated } from './built.mjs';
import { ensureInstalled } from './dependencies.mjs';
import { main, ROOT, run } from './run.mjs';
import { requireNode, workingNode } from './runtime.mjs';

await main(async () => {
	requireNode();
	await ensureInstalled();
	await ensureGenerated();
	await ensureAssets();
	const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
	return run(workingNode(), [tsx, join(ROOT, 'tests/bench/run.ts'), ...process.argv.slice(2)]);
});
