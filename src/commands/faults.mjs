// `npm run faults`: what the fault suite needs to run, then the suite itself.
import { join } from 'node:path';
import { ensureBuilt, ensureGenerated } from './built.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './dependencies.mjs';
import { main, ROOT, run, say } from './run.mjs';
import { requireNode, workingNode } from './runtime.mjs';

await main(async () => {
	requireNode();
	await ensureInstalled();
	await ensureGenerated();
	await ensureBuilt();
	const chromium = await ensureChromium();
	say(`Chromium: ${chromium.path} (${chromium.origin})`);
	const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
	return run(workingNode(), [tsx, join(ROOT, 'tests/faults/run.ts'), ...process.argv.slice(2)], {
		env: { CHROMIUM_PATH: chromium.path }
	});
});
