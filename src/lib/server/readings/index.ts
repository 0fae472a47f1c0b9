/** What other systems say of machines: who may say it, and how it is taken into the ledger. */
export * from './sources';
export { takeReadings } from './take';
