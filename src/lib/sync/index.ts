/** Brings what the tablet recorded to the server exactly once, in order, and what changed there to the tablet. */
export type { SyncIdentity } from './access';
export { isSyncTag, requestBackgroundSync } from './background';
export { fetchAsDevice } from './device-fetch';
export type { EnrolmentOptions } from './enrolment';
export type { MissingRecords } from './missing';
export { readSettled } from './settled';
export type { SyncReport } from './report';
export type { runSync, SyncOptions } from './run';
export { ITEM_REFUSALS, needsPerson, readStatus, type KeptStatus, type SyncProblem } from './status';
export { startTriggers, type TriggerOptions, type Triggers } from './triggers';
