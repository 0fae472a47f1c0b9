/** The site's people: who they are, how they prove it at tablet and desk, and what an admin changes about that. */
export * from './change';
export * from './desk-account';
export { listPeople, readPerson, type PersonStatus } from './list';
