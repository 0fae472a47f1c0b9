/** What happens to cases as time goes on. */
export { dueCases, markOverdue, type DueCase } from './due';
