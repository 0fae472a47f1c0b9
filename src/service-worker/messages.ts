/** What pages say to the service worker. */
import * as v from 'valibot';

export const PageMessage = v.variant('type', [
	/** The new version takes over now: nobody is in the middle of something. */
	v.object({ type: v.literal('skip-waiting') }),
	/** These are fetched now, so that they are there without a network. */
	v.object({ type: v.literal('keep'), urls: v.array(v.string()) })
]);
