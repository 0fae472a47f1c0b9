/** Reads one line of an exported ledger; what it says is judged elsewhere. */
import * as v from 'valibot';
import { canonicalForms, fromBase64Url, hashCanonical, toBase64Url } from '../ledger';
import { UnusableExport } from './faults';
import { EXPORT_FORMAT, ExportEnd, ExportHeader, LedgerLine } from './format';

/** Throws `UnusableExport` where the file is not one that this version can read. */
export function readHeader(text: string): ExportHeader {
	if (text.trim() === '') throw new UnusableExport('empty');
	const value = parseJson(text);
	const { format, v: version }: { format?: unknown; v?: unknown } = isObject(value) ? value : {};
	if (format !== EXPORT_FORMAT) throw new UnusableExport('not-an-export');
	if (typeof version === 'number' && version > 1) throw new UnusableExport('newer-format');
	const header = v.safeParse(ExportHeader, value);
	if (!header.success || header.output.devices.filter(({ service }) => service).length !== 1)
		throw new UnusableExport('bad-header');
	return header.output;
}

export type ReadLine =
	| { kind: 'entry'; line: LedgerLine; signed: string; whole: string; hash: string }
	/** `exact`: it is written as a server writes it; nothing else vouches for the characters of this line. */
	| { kind: 'end'; end: ExportEnd; exact: boolean }
	/** `position`: what the line seems to say, where it says anything. */
	| { kind: 'unreadable'; position: number | null };

export function readLine(text: string): ReadLine {
	const value = parseJson(text);
	const end = v.safeParse(ExportEnd, value);
	if (end.success) return { kind: 'end', end: end.output, exact: isExact(end.output, text) };
	const line = v.safeParse(LedgerLine, value);
	const forms = line.success ? canonical(line.output) : null;
	if (!line.success || !forms) return { kind: 'unreadable', position: positionIn(text) };
	return { kind: 'entry', line: line.output, ...forms };
}

/** The last character of a signature has bits that say nothing: another one can stand for the same signature. */
function isExact({ end: { entries, sha256 }, sig }: ExportEnd, text: string): boolean {
	return JSON.stringify({ end: { entries, sha256 }, sig: toBase64Url(fromBase64Url(sig)) }) === text;
}

function canonical({ entry }: LedgerLine): { signed: string; whole: string; hash: string } | null {
	try {
		const { signed, whole } = canonicalForms(entry);
		return { signed, whole, hash: hashCanonical(new TextEncoder().encode(whole)) };
	} catch {
		// Half a surrogate pair, which canonical JSON cannot say.
		return null;
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

function positionIn(text: string): number | null {
	const [, digits] = /^\{"position":(\d{1,15}),/.exec(text) ?? [];
	return digits === undefined ? null : Number(digits);
}
