/** Oversight rules and the one function that applies them. */
export * from './policy';
export * from './route';
