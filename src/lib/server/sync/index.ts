/** What tablets ask for: what changed since they last asked. */
export { MAX_PULL, pullDocuments, type Audience } from './pull';
