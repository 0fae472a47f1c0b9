// One prerendered shell for all floor pages: they start and work with the server off.
export const ssr = false;
export const prerender = true;
