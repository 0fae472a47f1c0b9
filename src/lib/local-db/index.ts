/** What the tablet keeps on its own disk: the only door to IndexedDB. */
export { liveQuery } from 'dexie';
export { decisionsSince } from './count';
export { DATABASE_NAME, LocalDatabase } from './database';
export { dropDraft, keepDraft, readDraft } from './drafts';
export { ChainBusy, StorageFailed, StorageFull, storageError } from './errors';
export { becomeDevice, refuseUnsentWork, UnsentWork, unsentWork, type Unsent } from './identity';
export { OWN_POSITION } from './own-documents';
export { chainHead, recordEntries } from './record';
export type * from './schema';
export { dropSetting, Identity, readSetting, writeSetting, type SettingKey, type SettingOf } from './settings';
