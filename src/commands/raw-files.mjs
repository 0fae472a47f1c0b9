// Loaded before code of the server that runs without Vite: it too can then import a file's text, as `./file.js?raw`.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const ENDING = '?raw';

registerHooks({
	load(url, context, next) {
		if (!url.endsWith(ENDING)) return next(url, context);
		const text = readFileSync(fileURLToPath(url.slice(0, -ENDING.length)), 'utf8');
		return { format: 'module', source: `export default ${JSON.stringify(text)};`, shortCircuit: true };
	}
});
