/// <reference types="@sveltejs/kit" />
/** The app on the tablet with the network off: its pages and models from disk, and sending in the background. */
import { DATABASE_NAME, LocalDatabase } from '$lib/local-db';
import { isSyncTag } from '$lib/sync';
import { runInBackground } from '$lib/sync/background-run';
import { transferPhoto } from '$lib/sync/transfer';
import { build, files, prerendered, version } from '$service-worker';
import * as v from 'valibot';
import { addRoute, matchPrecache, precache } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { PageMessage } from './messages';
import { isPhotoAddress, photoResponse } from './photos';
import { shellEntries, shellPage } from './shell';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
/** It only brings and fetches: whatever is lost in a power cut, the server says again. */
const database = new LocalDatabase(DATABASE_NAME, 'relaxed');
const samples = new CacheFirst({ cacheName: 'samples' });

/** Where a tablet starts, and what it shows where only the server could help. */
const START_PAGE = '/inspect';
const OFFLINE_PAGE = '/offline';

/** Background Sync: a draft of the WICG, in Chromium only. */
interface SyncEvent extends ExtendableEvent {
	readonly tag: string;
}

registerRoute(
	({ request, sameOrigin }) => sameOrigin && request.mode === 'navigate',
	({ request, url }) => openPage(request, url)
);
registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/samples/'), samples);
registerRoute(
	({ url, sameOrigin }) => sameOrigin && isPhotoAddress(url),
	({ request }) => photoResponse(database, request)
);
precache(shellEntries({ build, files, prerendered, version }));
addRoute({ cleanURLs: false, ignoreURLParametersMatching: [] });

worker.addEventListener('activate', (event) => {
	// The first page was loaded before there was a worker: it is covered from now on, not only after the next load.
	event.waitUntil(worker.clients.claim());
});

worker.addEventListener('message', (event) => {
	const message = v.safeParse(PageMessage, event.data);
	if (!message.success) return;
	if (message.output.type === 'skip-waiting') event.waitUntil(worker.skipWaiting());
	else event.waitUntil(keep(message.output.urls, event));
});

worker.addEventListener('sync', (event) => {
	const { tag } = event as SyncEvent;
	// Rejected while something waits that time will mend: the browser then comes back by itself.
	if (isSyncTag(tag)) (event as SyncEvent).waitUntil(runInBackground(database, async () => transferPhoto));
});

async function openPage(request: Request, url: URL): Promise<Response> {
	const shell = shellPage(url.pathname, prerendered);
	const kept = shell && (await matchPrecache(shell));
	if (kept) return kept;
	try {
		return await fetch(request);
	} catch {
		if (url.pathname === '/') return Response.redirect(START_PAGE);
		return (await matchPrecache(OFFLINE_PAGE)) ?? Response.error();
	}
}

/** One that fails does not keep the others out; it comes when it is first shown. */
async function keep(urls: readonly string[], event: ExtendableEvent): Promise<void> {
	for (const address of urls) {
		const url = new URL(address, worker.location.origin);
		if (url.origin !== worker.location.origin || !url.pathname.startsWith('/samples/')) continue;
		const request = new Request(url);
		await samples.handle({ request, url, event }).catch(() => undefined);
	}
}
