// The server process: the built app behind http on this computer and, with --lan, behind https on the local network.
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { headersFor } from './headers.mjs';
import { CommandError, main, ROOT, say } from './run.mjs';

/** Photos from a tablet's camera are a few megabytes; the adapter's own limit of 512 KB would refuse them. */
const BODY_LIMIT = '64M';
/** A piece of a photo on a slow network takes a while; whoever stops this process from outside should wait longer than this. */
const STOP_WITHIN_MS = 20_000;
const CLOSE_IDLE_EVERY_MS = 100;

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

/**
 * Stops in order: takes no new connection, lets every request under way end and its answer go out, then tells the app, which closes its
 * database. While that lasts, health says so on connections that are still open, and each answer closes its connection. A second Ctrl+C does
 * not wait.
 */
function stopGracefully(/** @type {Server[]} */ servers, /** @type {{ stopping: boolean }} */ state) {
	const stop = async (/** @type {string} */ signal) => {
		// A service manager may tell every process of the service, and the command that started this one passes it on once more.
		if (state.stopping) return signal === 'SIGINT' ? process.exit(1) : undefined;
		state.stopping = true;
		say('Stopping …');
		/** @type {Promise<unknown>[]} */
		const ending = servers.map((server) => new Promise((done) => server.close(done)));
		// What the app does by itself ends beside them.
		const wait = (/** @type {Promise<unknown>} */ work) => ending.push(work);
		process.emit(/** @type {any} */ ('countersign:stopping'), /** @type {any} */ (wait));
		// Browsers keep connections open for a next request: those that wait are closed, again and again until the last is.
		const closeIdle = () => servers.forEach((server) => server.closeIdleConnections());
		closeIdle();
		const hurry = setInterval(closeIdle, CLOSE_IDLE_EVERY_MS);
		const impatience = setTimeout(() => servers.forEach((server) => server.closeAllConnections()), STOP_WITHIN_MS);
		await Promise.race([Promise.all(ending), new Promise((done) => setTimeout(done, STOP_WITHIN_MS))]);
		clearTimeout(impatience);
		clearInterval(hurry);
		// SvelteKit's own name for this moment, as its adapter sends it.
		process.emit(/** @type {any} */ ('sveltekit:shutdown'), /** @type {any} */ (signal));
		process.exit(0);
	};
	process.on('SIGINT', stop).on('SIGTERM', stop);
}

/** @returns {import('node:http').RequestListener} `app`, which says on its way out that it is going. */
function withFarewell(
	/** @type {import('node:http').RequestListener} */ app,
	/** @type {{ stopping: boolean }} */ state
) {
	return (request, response) => {
		if (!state.stopping) return app(request, response);
		response.setHeader('connection', 'close');
		if (request.url?.split('?', 1)[0] !== '/api/health') return app(request, response);
		response.writeHead(503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
		response.end(JSON.stringify({ status: 'stopping' }));
	};
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
	const state = { stopping: false };
	const app = withFarewell(await loadApp(), state);
	const local = createServer(app);
	/** @type {Server[]} */
	const servers = [local];
	await listen(local, port, host);
	const shown = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host;
	console.log(`\nCountersign is ready: http://${shown}:${port}`);
	console.log(`Its data is in ${dataDir}. Stop it with Ctrl+C.`);
	if (lan && network) servers.push(...(await lan.openToNetwork({ ...network, port, app, listen })));
	stopGracefully(servers, state);
});
