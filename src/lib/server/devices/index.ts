/** A site's tablets: enrolment, lock-out, and how far each has come. */
export * from './enrol';
export * from './list';
