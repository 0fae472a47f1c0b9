/** How routes talk http: validated in, problem documents out, cookies for the desk. */
export { CallBudget } from './call-budget';
export * from './endpoint';
export * from './request-device';
export * from './same-origin';
export * from './session-cookie';
export * from './metrics-access';
export * from './observe';
