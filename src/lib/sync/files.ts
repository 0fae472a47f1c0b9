/** The queue as a file: saved on one tablet, taken over on another, brought in at the desk. A door of its own, so that no other page loads it. */
export { exportQueue } from './export-queue';
export { importQueueFile, type ImportProgress, type ImportReport } from './import-file';
export { readQueueFile, takeOver, type QueueFileContent } from './queue-file';
