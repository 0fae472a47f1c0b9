// `npm run dev`: the development server, with `--lan` for tablets on the same network and `--port N`.
import { join } from 'node:path';
import { ensureAssets } from './built.mjs';
import { ensureInstalled } from './dependencies.mjs';
import { main, ROOT, run } from './run.mjs';
import { requireNode, workingNode } from './runtime.mjs';

await main(async () => {
	requireNode();
	await ensureInstalled();
	await ensureAssets();
	return run(workingNode(), [join(ROOT, 'src/commands/dev-server.mjs'), ...process.argv.slice(2)]);
});
