/** What is derived from the ledger: updated entry by entry, and rebuildable from nothing but the entries. */
export { readCase, type CaseFacts, type KnownCase } from './case-history';
export { routeOf } from './cases';
export { readConduct, type PersonConduct } from './checks';
export { committedBy } from './committed';
export { readConnector, readConnectors } from './connectors';
export * from './documents';
export { loadAhead, loadCases } from './load-ahead';
export { asStatement, project, type Accepted, type Statement } from './project';
export { completeProjections, rebuildProjections } from './rebuild';
export { WorkingCopy } from './working-copy';
