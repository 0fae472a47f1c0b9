/** Brings what the tablet recorded to the server exactly once, in order, and what changed there to the tablet. */
export type { SyncIdentity } from './access';
export { isSyncTag, requestBackgroundSync, runInBackground, SyncUnfinished } from './background';
export { fetchAsDevice } from './device-fetch';
export { enrolDevice, EnrolmentFormWrong, EnrolmentRefused, type EnrolmentOptions } from './enrolment';
export { exportQueue } from './export-queue';
export { importQueueFile, type ImportProgress, type ImportReport } from './import-file';
export { fetchMissing, type MissingRecords } from './missing';
export { QueueFileRefused, readQueueFile, takeOver, type QueueFileContent } from './queue-file';
export { readSettled } from './settled';
export { runSync, type SyncOptions, type SyncReport } from './run';
export { ITEM_REFUSALS, needsPerson, readStatus, type KeptStatus, type SyncProblem } from './status';
export { startTriggers, type TriggerOptions, type Triggers } from './triggers';
