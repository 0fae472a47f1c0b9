/** What the tablet keeps on its own disk: the only door to IndexedDB. */
export { DATABASE_NAME, LocalDatabase } from './database';
export { chainHead, recordEntries } from './record';
export type * from './schema';
