// `npm run build`: everything that the server serves, where it is out of date.
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './dependencies.mjs';
import { main } from './run.mjs';
import { requireNode } from './runtime.mjs';

await main(async () => {
	requireNode();
	await ensureInstalled();
	await ensureBuilt();
});
