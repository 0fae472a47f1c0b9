/** Backups of the embedded store: taken while the server runs, complete or not there, and brought back into an empty folder. */
export { makeBackup, type BackupMade } from './make';
export { BackupFault } from './manifest';
export { restoreBackup, type Restored } from './restore';
