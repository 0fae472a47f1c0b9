/** The ledger as a file: its format, and its verification from nothing but the file. */
export * from './faults';
export * from './format';
export { keyFingerprint } from './keys';
export { ExportVerifier, type DeviceResult, type ExportVerification } from './verify';
