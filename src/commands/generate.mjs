// Writes what type checks and unit tests need and the repository does not hold: compiled messages, types of the routes.
import { ensureGenerated } from './built.mjs';
import { ensureInstalled } from './dependencies.mjs';
import { main } from './run.mjs';
import { requireNode } from './runtime.mjs';

await main(async () => {
	requireNode();
	await ensureInstalled();
	await ensureGenerated();
});
