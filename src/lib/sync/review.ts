/** What the review desk asks of the server. Apart from the rest: no other page loads it. */
export { fetchCaseDetail } from './case-detail';
export { listen, SAY_PRESENCE_EVERY_MS, sayPresence, type Presence } from './live';
