/** All visible text, compiled from `text/{locale}/*.json`: `m.key({ values })`. */
export { m } from './generated/messages.js';
export { getLocale, locales, setLocale } from './generated/runtime.js';
