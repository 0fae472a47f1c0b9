/** What whoever runs the server can see of it: its log, its figures, and whether its parts answer. */
export { readFigures, type Figures } from './figures';
export { readHealth, type Health } from './health';
export { LOG_LEVELS, openLog, QUIET, type Log, type LogLevel } from './log';
export { Metrics } from './metrics';
