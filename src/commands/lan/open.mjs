// Opens the app to tablets on the same network: https for the app, and a plain http page that brings the certificate over.
import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { join } from 'node:path';
import qrcode from 'qrcode';
import { CommandError } from '../run.mjs';
import { lanAddresses, localName } from './addresses.mjs';
import { ensureCertificates } from './certificates.mjs';
import { TRUST_CHECK, trustPage } from './trust-page.mjs';

/** The two ports follow the app's own, so that several installations on one computer do not collide. */
const SECURE_OFFSET = 443;
const TRUST_OFFSET = 80;

/** @typedef {import('./certificates.mjs').Identity} Identity */
/** @typedef {import('node:http').RequestListener} Listener */
/** @typedef {import('node:http').Server | import('node:https').Server} Server */

/** @returns {Listener} `app`, and the answer that tells the trust page that this certificate was accepted. */
function withTrustCheck(/** @type {Listener} */ app) {
	return (request, response) => {
		if (request.url !== TRUST_CHECK) return app(request, response);
		response
			.writeHead(204, { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
			.end();
	};
}

/** @returns {Listener} */
function trustListener(/** @type {string} */ authority, /** @type {number} */ securePort) {
	const certificate = new X509Certificate(authority).raw;
	return (request, response) => {
		if (request.url === '/countersign.crt') {
			response.writeHead(200, {
				'content-type': 'application/x-x509-ca-cert',
				'content-disposition': 'attachment; filename="countersign.crt"',
				'content-length': certificate.length
			});
			response.end(certificate);
			return;
		}
		if (request.url !== '/') {
			response.writeHead(302, { location: '/' }).end();
			return;
		}
		const language = /^\s*de\b/i.test(request.headers['accept-language'] ?? '') ? 'de' : 'en';
		response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
		response.end(trustPage(language, securePort));
	};
}

/** Certificate for every private address of this computer, made or reused in the data folder. */
export function lanIdentity(/** @type {string} */ dataDir) {
	const addresses = lanAddresses();
	if (addresses.length === 0) {
		throw new CommandError(
			'This computer has no address on a local network. Connect it to the network that the tablets use and start again,\n' +
				'or start without --lan.'
		);
	}
	const all = [...addresses, '127.0.0.1'];
	return { addresses, ...ensureCertificates(join(dataDir, 'certificates'), all, [localName(), 'localhost']) };
}

/** Starts the page that hands out the certificate, and says on the console where tablets begin. */
export async function offerTrust(
	/** @type {{ authority: string, addresses: string[], port: number, securePort: number,
	 *   listen: (server: Server, port: number, host: string) => Promise<unknown> }} */
	{ authority, addresses, port, securePort, listen }
) {
	const trustPort = port + TRUST_OFFSET;
	const server = createServer(trustListener(authority, securePort));
	await listen(server, trustPort, '0.0.0.0');
	const first = `http://${addresses[0]}:${trustPort}`;
	console.log(`\nTablets on the same network start here (scan it with the camera):\n`);
	console.log(await qrcode.toString(first, { type: 'terminal', small: true }));
	console.log(`${first}   brings the certificate and leads on to the app`);
	for (const address of addresses) console.log(`https://${address}:${securePort}   the app, once the tablet trusts it`);
	return server;
}

/**
 * @param {object} options
 * @param {string[]} options.addresses
 * @param {string} options.authority
 * @param {Identity} options.server
 * @param {number} options.port Port of the app on this computer.
 * @param {Listener} options.app
 * @param {(server: Server, port: number, host: string) => Promise<unknown>} options.listen
 * @returns {Promise<Server[]>} The servers that were started.
 */
export async function openToNetwork({ addresses, authority, server, port, app, listen }) {
	const securePort = port + SECURE_OFFSET;
	const secure = createSecureServer(server, withTrustCheck(app));
	await listen(secure, securePort, '0.0.0.0');
	return [secure, await offerTrust({ authority, addresses, port, securePort, listen })];
}
