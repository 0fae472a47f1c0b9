/** Oversight rules, how they come about, and the one function that applies them. */
export * from './acted-on';
export * from './check';
export * from './commit-first';
export * from './facts';
export * from './policy';
export * from './proposal';
export type { Named, PolicyVocabulary } from './vocabulary';
export { tighten } from './tighten';
export { route, type Route, type RoutingFacts } from './route';
export * from './fault-facts';
