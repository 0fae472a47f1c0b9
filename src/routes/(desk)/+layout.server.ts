import { mayDo } from '$lib/domain/rights';
import { readAttention, readDocument, readUnseenTightenings } from '$lib/server';
import type { LayoutServerLoad } from './$types';

/** The hooks have sent away whoever is not signed in. */
export const load: LayoutServerLoad = async ({ locals: { account, server, siteId } }) => ({
	account: account && { name: account.name, role: account.role },
	/** How many things wait for an admin; shown to admins alone. */
	attention:
		siteId !== null && account && mayDo('devices.manage', account.role)
			? (await readAttention(server, siteId)).total
			: 0,
	/** Whose oversight was tightened by itself, for those who answer for it and have not looked yet. */
	tightened:
		siteId !== null && account && mayDo('oversight.relax', account.role)
			? await readUnseenTightenings(server, siteId, account)
			: [],
	site: siteId === null ? null : await readDocument(server.db, siteId, 'site', siteId)
});
