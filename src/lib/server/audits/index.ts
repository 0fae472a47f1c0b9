/** Audits at the desk: what they ask, how they stand, what was found, and all of it to take along. */
export { exportAuditsCsv, exportAuditsJson, exportFindingsCsv } from './export';
export { auditFilterFrom, findingFilterFrom } from './filter';
export { readTemplateFile, type FileFault, type ReadFile } from './import';
export * from './publish';
export * from './read';
export { MAX_SPREADSHEET_BYTES } from './spreadsheet';
