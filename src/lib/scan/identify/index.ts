/** Says what a scanned code means, and finds it in the site's register. */
export { identify } from './identify';
export { Refusal, type Claim, type Element, type Identifier, type RefusalReason } from './identifier';
export { resolve, type NewUnit, type Register, type Resolution } from './resolve';
