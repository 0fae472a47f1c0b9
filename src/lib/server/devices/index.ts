/** A site's tablets: enrolment, replacement, lock-out, and how far each has come. */
export * from './attention';
export { Contacts } from './contacts';
export * from './enrol';
export * from './list';
export { renameDevice, revokeDevice } from './manage';
export * from './missing';
