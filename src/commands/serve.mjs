// The server process: the built app behind http on this computer and, with --lan, behind https on the local network.
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { headersFor } from './headers.mjs';
import { CommandError, main, ROOT, say } from './run.mjs';

/** Photos from a tablet's camera are a few megabytes; the adapter's own limit of 512 KB would refuse them. */
const BODY_LIMIT = '64M';
const CLOSE_AFTER_MS = 5000;

/** @typedef {import('node:http').Server | import('node:https').Server} Server */

/** Waits until `server` listens, or explains why it cannot. */
function listen(/** @type {Server} */ server, /** @type {number} */ port, /** @type {string} */ host) {
	return new Promise((done, fail) => {
		server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
			const reasons = {
				EADDRINUSE:
					`Port ${port} is taken by another program, perhaps by Countersign itself in another window.\n` +
					`Close that one, or choose another port: PORT=${port + 1} npm start`,
				EACCES: `This user may not open port ${port}. Choose one above 1023: PORT=3000 npm start`,
				EADDRNOTAVAIL: `This computer has no address ${host}. Check HOST.`
			};
			const reason = Object.entries(reasons).find(([code]) => code === error.code)?.[1];
			fail(reason === undefined ? error : new CommandError(reason));
		});
		server.listen(port, host, () => done(undefined));
	});
}

function readPort() {
	const text = process.env['PORT'] ?? '3000';
	const port = Number(text);
	if (Number.isInteger(port) && port > 0 && port < 65536) return port;
	throw new CommandError(`PORT must be a number from 1 to 65535, not "${text}".`);
}

/** @returns {Promise<import('node:http').RequestListener>} The built app, with the headers of `headers.mjs`. */
async function loadApp() {
	// The address in a request is what the browser used, and this process knows whether TLS was in between. A proxy in
	// front hides both: there ORIGIN says them.
	process.env['HOST_HEADER'] ??= 'host';
	process.env['PROTOCOL_HEADER'] ??= 'x-forwarded-proto';
	process.env['BODY_SIZE_LIMIT'] ??= BODY_LIMIT;
	const { handler } = await import(pathToFileURL(resolve(ROOT, 'build/handler.js')).href);
	const behindProxy = process.env['ORIGIN'] !== undefined;
	return (request, response) => {
		if (!behindProxy) request.headers['x-forwarded-proto'] = 'encrypted' in request.socket ? 'https' : 'http';
		const path = request.url?.split('?', 1)[0] ?? '/';
		for (const [name, value] of Object.entries(headersFor(path))) response.setHeader(name, value);
		handler(request, response, () => {
			response.statusCode = 404;
			response.end('Not found');
		});
	};
}

/** Lets running requests end, then tells the app, which closes its database. */
function stopGracefully(/** @type {Server[]} */ servers) {
	let stopping = false;
	const stop = async (/** @type {string} */ signal) => {
		if (stopping) return;
		stopping = true;
		say('Stopping …');
		const closed = servers.map((server) => new Promise((done) => server.close(done)));
		for (const server of servers) server.closeIdleConnections();
		const impatience = setTimeout(() => servers.forEach((server) => server.closeAllConnections()), CLOSE_AFTER_MS);
		await Promise.all(closed);
		clearTimeout(impatience);
		// SvelteKit's own name for this moment, as its adapter sends it.
		process.emit(/** @type {any} */ ('sveltekit:shutdown'), /** @type {any} */ (signal));
		process.exit(0);
	};
	process.on('SIGINT', stop).on('SIGTERM', stop);
}

await main(async () => {
	const port = readPort();
	const host = process.env['HOST'] ?? '127.0.0.1';
	const dataDir = resolve(ROOT, process.env['DATA_DIR'] ?? 'data');
	mkdirSync(dataDir, { recursive: true });
	process.env['DATA_DIR'] = dataDir;
	process.chdir(ROOT);

	const lan = process.argv.includes('--lan') ? await import('./lan/open.mjs') : null;
	// Made before anything listens: without an address on a network there is no point in starting.
	const network = lan?.lanIdentity(dataDir);
	const app = await loadApp();
	const local = createServer(app);
	/** @type {Server[]} */
	const servers = [local];
	await listen(local, port, host);
	const shown = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host;
	console.log(`\nCountersign is ready: http://${shown}:${port}`);
	console.log(`Its data is in ${dataDir}. Stop it with Ctrl+C.`);
	if (lan && network) servers.push(...(await lan.openToNetwork({ ...network, port, app, listen })));
	stopGracefully(servers);
});
