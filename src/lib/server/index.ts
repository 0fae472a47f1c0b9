/** The site's server: ledger, projections, photos, accounts and devices, for API routes and the desk's pages. */
export * from './auth';
export * from './devices';
export * from './environment';
export * from './http';
export * from './ledger';
export * from './people';
export * from './photos';
export * from './policy';
export * from './problem';
export * from './projections';
export * from './setup';
export * from './sign-in-list';
export * from './site-server';
export * from './site-settings';
export * from './sync';
export * from './views';
export * from './watch';
