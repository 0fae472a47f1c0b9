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
		version: { pollInterval: 0 }
	}
};
