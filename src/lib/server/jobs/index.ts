/** What the server does by itself as time goes on. */
export { dueCases, markOverdue, type DueCase } from './due';
export { Jobs, type Job } from './jobs';
