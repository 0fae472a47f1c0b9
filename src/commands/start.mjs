// `npm start`: from a fresh clone to a running server with one command. Nothing need be installed before.
import { join } from 'node:path';
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './dependencies.mjs';
import { CommandError, main, ROOT, run } from './run.mjs';
import { requireNode, workingNode } from './runtime.mjs';

await main(async () => {
	requireNode();
	const args = process.argv.slice(2);
	const unknown = args.find((arg) => arg !== '--lan');
	if (unknown !== undefined) {
		throw new CommandError(
			`Unknown option ${unknown}. Use:\n  npm start            for this computer\n  npm start -- --lan   for tablets on the same network, too`
		);
	}
	await ensureInstalled();
	await ensureBuilt();
	return run(workingNode(), [join(ROOT, 'src/commands/serve.mjs'), ...args], { env: { NODE_ENV: 'production' } });
});
