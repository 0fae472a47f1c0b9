/** The fault catalogue as leads keep it: every change is a new version; tables come in and go out. */
export * from './change';
export * from './proposed';
export { exportCatalogue, importCatalogue, previewImport, type ImportPreview } from './tables';
export { MAX_TABLE_BYTES, readTable, TableUnreadable } from './read-table';
