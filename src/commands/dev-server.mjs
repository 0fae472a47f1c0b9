// The development server's process: Vite with the isolation headers of production and, with --lan, the same certificate.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { ISOLATION } from './headers.mjs';
import { lanIdentity, offerTrust } from './lan/open.mjs';
import { main, ROOT } from './run.mjs';

await main(async () => {
	const { values } = parseArgs({
		options: {
			lan: { type: 'boolean', default: false },
			port: { type: 'string', default: process.env['PORT'] ?? '5173' }
		}
	});
	const port = Number(values.port);
	const lan = values.lan ? lanIdentity(resolve(ROOT, process.env['DATA_DIR'] ?? 'data')) : null;
	const vite = await createServer({
		root: ROOT,
		server: {
			port,
			strictPort: true,
			headers: ISOLATION,
			...(lan && { host: '0.0.0.0', https: { key: lan.server.key, cert: lan.server.cert } })
		}
	});
	await vite.listen();
	vite.printUrls();
	if (lan) {
		await offerTrust({
			...lan,
			port,
			securePort: port,
			listen: (server, at, host) => new Promise((done) => server.listen(at, host, () => done(undefined)))
		});
	}
});
