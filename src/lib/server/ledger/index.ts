/** The site's ledger: takes entries in, verifies them, and reads them back. */
export { appendEntries, type Delivery } from './append';
export { AppendQueue } from './append-queue';
export { lockSite, readSite } from './records';
export { exportCsv } from './csv';
export { exportLedger } from './export';
export { isFiltering, ledgerFilterFrom, type LedgerFilter } from './filter';
export { readPolicyHistory } from './policy-record';
export { versionInForce } from './policy-rules';
export * from './quarantine';
export * from './quarantine-bulk';
export * from './quarantine-list';
export * from './read';
export { appendServiceEntries, BY_SERVER, type ServiceStatement } from './service-entries';
export { makeServiceKey, readServiceKey, type ServiceKey } from './service-key';
export { isSignedBy, isUsableKey } from './signature';
export { captureOf, readStory, type Story } from './story';
export { summarizeLedger, type LedgerSummary } from './summary';
export { verifyLedger, type DeviceVerification, type LedgerFault, type LedgerVerification } from './verify';
