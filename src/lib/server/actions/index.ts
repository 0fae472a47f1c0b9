/** What becomes final when its checkpoint is satisfied, and what no longer is: written by the server itself, one entry for each. */
export { settleCases } from './settle';
