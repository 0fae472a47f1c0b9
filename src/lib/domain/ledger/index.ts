/** The append-only record: what an entry is, how it is sealed, and how a chain of them is verified. */
export * from './arrival';
export * from './bodies';
export * from './chain';
export * from './entry';
export * from './gaps';
export * from './named-files';
export * from './quarantine';
export * from './resolution';
export * from './tablet-bodies';
export * from './unsent-runs';
export * from './witness';
