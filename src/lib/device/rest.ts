/** When the page has come to rest: what is not needed to use it is loaded then. */

/** A page that never comes to rest goes on all the same. */
const AT_MOST_MS = 2_000;

let rested: Promise<void> | null = null;

/** Resolves once in a page's life, and at once from then on. */
export function atRest(): Promise<void> {
	rested ??= new Promise((done) => {
		if ('requestIdleCallback' in globalThis) requestIdleCallback(() => done(), { timeout: AT_MOST_MS });
		else done();
	});
	return rested;
}
