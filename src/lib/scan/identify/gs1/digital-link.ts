/** GS1 Digital Link: an address that carries application identifiers in its path and query (GS1 Digital Link URI Syntax 1.4). */
import type { Element, Refusal } from '../identifier';
import { isKey } from './application-identifiers';
import { checkElements } from './elements';

/** Keys that may come first in the path. */
const PRIMARY = new Set(
	['00', '01', '253', '254', '255', '401', '402', '414', '415', '417'].concat([
		'8003',
		'8004',
		'8006',
		'8010',
		'8013',
		'8017',
		'8018'
	])
);

/** Null when the text is no Digital Link, though it may be another address. */
export function parseDigitalLink(text: string): Element[] | Refusal | null {
	const url = parseUrl(text);
	if (url === null) return null;
	const segments = url.pathname.split('/').filter((segment) => segment !== '');
	const start = segments.findIndex((key, index) => PRIMARY.has(key) && (segments.length - index) % 2 === 0);
	if (start === -1) return null;
	const path = pairs(segments.slice(start));
	if (path === null) return null;
	const query = [...url.searchParams].filter(([key]) => isKey(key)).map(([key, value]) => ({ key, value }));
	return checkElements([...path, ...query].map(padGtin));
}

function parseUrl(text: string): URL | null {
	if (!/^https?:\/\//i.test(text)) return null;
	return URL.parse(text);
}

function pairs(segments: string[]): Element[] | null {
	const elements: Element[] = [];
	for (let index = 0; index < segments.length; index += 2) {
		const [key, encoded] = segments.slice(index, index + 2);
		if (!isKey(key)) return null;
		const value = decode(encoded);
		if (value === null) return null;
		elements.push({ key, value });
	}
	return elements;
}

function decode(encoded: string): string | null {
	try {
		return decodeURIComponent(encoded);
	} catch {
		return null;
	}
}

/** Links may carry GTINs of 8, 12 or 13 digits. */
function padGtin(element: Element): Element {
	return element.key === '01' && /^(\d{8}|\d{12,13})$/.test(element.value)
		? { ...element, value: element.value.padStart(14, '0') }
		: element;
}
