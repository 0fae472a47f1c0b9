/** All visible text, compiled from `text/{locale}/*.json`: `m.key({ values })`. */
export { m } from './generated/messages.js';
export {
	errorText,
	failureText,
	hasProblemText,
	problemText,
	type ProblemText,
	type ProblemTextCode
} from './problem-text';
export { getLocale, locales, setLocale } from './generated/runtime.js';
