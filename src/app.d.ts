import type { Account, RequestDevice, SiteServer } from '$lib/server';

declare global {
	namespace App {
		interface Locals {
			server: SiteServer;
			/** Finds this request again in the log. */
			requestId: string;
			/** Null until the first run was completed. */
			siteId: string | null;
			/** Who is signed in at this desk. */
			account: Account | null;
			/** The tablet that signed this call. */
			device: RequestDevice | null;
			/** The body the tablet signed; null where it is streamed or there is none. */
			signedBody: Uint8Array<ArrayBuffer> | null;
		}
	}
}

export {};
