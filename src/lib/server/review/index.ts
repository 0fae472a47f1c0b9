/** What the review desk asks of the server: one case with everything about it, who looks at what, and news at once. */
export { readCaseDetail } from './case-detail';
export { LiveFeed } from './live-feed';
export { notePresence, PRESENT_FOR_MS, readPresence } from './presence';
