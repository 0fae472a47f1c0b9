/** How routes talk http: validated in, problem documents out, cookies for the desk. */
export * from './endpoint';
export * from './request-device';
export * from './session-cookie';
