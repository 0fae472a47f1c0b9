// The headers that every answer carries, files and the service worker included: Kit's own hooks do not reach those.

/** Isolation from other sites: gives WebAssembly its threads, and keeps pages and pictures from being embedded. */
export const ISOLATION = {
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-embedder-policy': 'require-corp',
	'cross-origin-resource-policy': 'same-origin'
};

const EVERYWHERE = {
	...ISOLATION,
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'permissions-policy': 'camera=(self), microphone=(self), geolocation=(self), payment=(), usb=(), browsing-topics=()',
	// What is not named by its content's hash is asked for again; an unchanged file answers 304.
	'cache-control': 'no-cache'
};

/** Pages bring their own, stricter policy (svelte.config.js); a page's own tag cannot say who may frame it. */
const PAGE_POLICY = "frame-ancestors 'none'";

/** Scripts obey this one when they run as a worker. */
const WORKER_POLICY = [
	"default-src 'none'",
	"script-src 'self' 'wasm-unsafe-eval' blob:",
	"worker-src 'self' blob:",
	"connect-src 'self' data: blob:",
	"img-src 'self' blob: data:"
].join('; ');

/** @returns {Record<string, string>} The headers an answer to a request for `path` starts with. */
export function headersFor(/** @type {string} */ path) {
	return {
		...EVERYWHERE,
		'content-security-policy': /\.m?js$/.test(path) ? WORKER_POLICY : PAGE_POLICY
	};
}
