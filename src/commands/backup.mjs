// `npm run backup -- FOLDER` and `npm run restore -- FOLDER`: what they need to run, then the command itself.
import { join, resolve } from 'node:path';
import { ensureGenerated } from './built.mjs';
import { ensureInstalled } from './dependencies.mjs';
import { main, ROOT, run } from './run.mjs';
import { requireNode, workingNode } from './runtime.mjs';

await main(async () => {
	requireNode();
	await ensureInstalled();
	await ensureGenerated();
	const [command = '', folder, ...rest] = process.argv.slice(2);
	const preload = ['tsx', new URL('raw-files.mjs', import.meta.url).href].flatMap((module) => ['--import', module]);
	// Relative to where npm was called, as people mean it; the data folder is relative to the project, as for the server.
	const named = folder === undefined ? [] : [resolve(process.env['INIT_CWD'] ?? process.cwd(), folder)];
	return run(workingNode(), [...preload, join(ROOT, 'src/lib/server/backup/command.ts'), command, ...named, ...rest]);
});
