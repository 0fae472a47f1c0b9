import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** The hooks have led a server without a site to its setup: whoever comes here now most likely holds a tablet. */
export const load: PageServerLoad = () => redirect(307, '/inspect');
