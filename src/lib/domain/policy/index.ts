/** Oversight rules and the one function that applies them. */
export * from './commit-first';
export * from './policy';
export { route, type Route, type RoutingFacts } from './route';
