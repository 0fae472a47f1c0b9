/** Brings what the tablet recorded to the server exactly once, in order, and what changed there to the tablet. */
export type { SyncIdentity } from './access';
export { isSyncTag, requestBackgroundSync, runInBackground, SyncUnfinished } from './background';
export { fetchAsDevice } from './device-fetch';
export type { EnrolmentOptions } from './enrolment';
export { fetchMissing, type MissingRecords } from './missing';
export { readSettled } from './settled';
export { runSync, type SyncOptions, type SyncReport } from './run';
export { ITEM_REFUSALS, needsPerson, readStatus, type KeptStatus, type SyncProblem } from './status';
export { startTriggers, type TriggerOptions, type Triggers } from './triggers';
