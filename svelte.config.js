import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter({ precompress: true }),
		// The offline shell is served for every floor page, so its asset links must not depend on the page's depth.
		paths: { relative: false },
		// The page registers the worker itself: an update must wait until the capture in hand is finished.
		serviceWorker: { register: false },
		version: { pollInterval: 0 },
		csp: {
			// Rendered pages get a nonce, prerendered ones hashes in a tag. Nothing but this origin is ever asked for anything.
			mode: 'auto',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', 'wasm-unsafe-eval'],
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'blob:', 'data:'],
				// A sound recorded at a machine, played before it is sent.
				'media-src': ['self', 'blob:'],
				'connect-src': ['self', 'blob:', 'data:'],
				'worker-src': ['self', 'blob:'],
				'object-src': ['none'],
				'base-uri': ['self'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		},
		typescript: {
			config: (config) => {
				config.include.push('../src/commands/**/*.mjs', '../playwright.config.ts');
			}
		}
	}
};
