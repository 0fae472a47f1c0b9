/** The schemas of everything that crosses the network; the types are inferred from them. */
export * from './cases';
export * from './device-auth';
export * from './documents';
export * from './enrolment';
export * from './photos';
export * from './live';
export * from './missing';
export * from './problem';
export * from './quarantined';
export * from './queue-file';
export * from './readings';
export * from './sync';
