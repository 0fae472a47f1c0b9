/** What the tablet keeps on its own disk: the only door to IndexedDB. */
export { liveQuery } from 'dexie';
export {
	caseLines,
	casesOfState,
	countAllCases,
	countCases,
	newestCases,
	readCases,
	updateCaseLines,
	type ChangedLine
} from './case-list';
export { auditAnswers, auditsInState } from './audits';
export { readCommittedCall } from './committed-calls';
export { decisionsSince } from './count';
export { DATABASE_NAME, DATABASE_VERSION, LocalDatabase, type DatabaseEvents } from './database';
export { changedDocuments } from './documents';
export { dropDraft, keepDraft, photosInHand, readDraft } from './drafts';
export { ChainBusy, DatabaseNewer, DatabaseTaken, StorageFailed, StorageFull, storageError } from './errors';
export { follow, type Follower } from './follow';
export { becomeDevice, refuseUnsentWork, UnsentWork, unsentWork, type Unsent } from './identity';
export { findDamage, type Damage } from './integrity';
export { casePosition, keepDetail, keepPicture, readDetail, readPicture, trimKept } from './kept-cases';
export { OWN_POSITION } from './own-documents';
export { ownEntries, type OwnEntry } from './own-entries';
export { chainHead, recordEntries } from './record';
export { holdReserve, RESERVE_BYTES, releaseReserve } from './reserve';
export { makeRoom, SENT_PHOTOS_KEPT_BYTES, trimSentPhotos } from './room';
export type * from './schema';
export { dropSetting, Identity, readSetting, writeSetting, type SettingKey, type SettingOf } from './settings';
export { isStorageFull, whereRoom, withRoom } from './with-room';
export { dropWork, dropWorkFile, dropWorkFiles, keepWork, keepWorkFile, readWork, type Work } from './work';
