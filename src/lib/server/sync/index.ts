/** What tablets ask for: to take what they recorded, and what changed since they last asked. */
export { deliverEntries } from './deliver';
export { MAX_PULL, pullDocuments, type Audience } from './pull';
