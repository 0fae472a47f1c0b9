import { readDocument } from '$lib/server';
import type { LayoutServerLoad } from './$types';

/** The hooks have sent away whoever is not signed in. */
export const load: LayoutServerLoad = async ({ locals: { account, server, siteId } }) => ({
	account: account && { name: account.name, role: account.role },
	site: siteId === null ? null : await readDocument(server.db, siteId, 'site', siteId)
});
