/** The site's policy at the desk: proposing and publishing rules, replaying the ledger under a draft, and the format's schema. */
export { policyJsonSchema } from './json-schema';
export * from './propose';
export * from './refine';
export * from './replay';
export * from './vocabulary';
