/** Rules as a JSON document: what is exported, exchanged and read again. Reading says exactly what is wrong and where. */
import * as v from 'valibot';
import { Policy, Rule } from './policy';
import { ruleFaults, type RuleFault } from './check';
import { MAX_RULES } from './proposal';

/** Where the JSON Schema of this format is served, under the site's own address. */
export const POLICY_SCHEMA_PATH = '/api/policy/schema';

export const PolicyDocument = v.object({
	$schema: v.optional(v.string()),
	format: v.literal('countersign-policy'),
	/** The version it was exported from; it says nothing about what it becomes. */
	version: v.optional(Policy.entries.version),
	rules: v.pipe(v.array(Rule), v.maxLength(MAX_RULES))
});
export type PolicyDocument = v.InferOutput<typeof PolicyDocument>;

export interface DocumentFault {
	/** As in JavaScript: `rules[2].then.reveal`; empty for the whole document. */
	path: string;
	fault:
		| RuleFault['fault']
		/** No JSON at all. */
		| 'not-json'
		/** It has to be there. */
		| 'missing'
		/** Nothing has this name here. */
		| 'unknown'
		/** Not one of what may stand here, or not of its form. */
		| 'wrong'
		/** An autonomous rule names its kinds and classes. */
		| 'unnamed';
	/** What may stand there, as TypeScript would say it; null where that is not the matter. */
	expected: string | null;
	/** What does. */
	received: string | null;
}

export function writePolicyDocument(rules: readonly Rule[], version: number | null, origin: string): string {
	const document: PolicyDocument = {
		$schema: origin + POLICY_SCHEMA_PATH,
		format: 'countersign-policy',
		...(version === null ? {} : { version }),
		rules: [...rules]
	};
	return `${JSON.stringify(document, null, '\t')}\n`;
}

export function readPolicyDocument(text: string): { rules: Rule[] } | { faults: DocumentFault[] } {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		const received = error instanceof Error ? error.message : null;
		return { faults: [{ path: '', fault: 'not-json', expected: null, received }] };
	}
	const read = v.safeParse(PolicyDocument, json);
	if (!read.success) return { faults: read.issues.map(faultOf) };
	const unread = unreadKeys(json, read.output, '');
	const faults = [...unread, ...ruleFaults(read.output.rules).map(({ path, fault }) => plain(path, fault))];
	return faults.length > 0 ? { faults } : { rules: read.output.rules };
}

function faultOf(issue: v.BaseIssue<unknown>): DocumentFault {
	const path = pathOf(issue.path ?? []);
	if (issue.type === 'check') return plain(path, 'unnamed');
	if (issue.expected === 'never') return { ...plain(path, 'unknown'), received: issue.received };
	// How Valibot says that a key is not there: it expected the key itself.
	const isMissing = issue.received === 'undefined';
	return {
		path,
		fault: isMissing ? 'missing' : 'wrong',
		expected: issue.expected?.startsWith('"') && isMissing ? null : issue.expected,
		received: isMissing ? null : issue.received
	};
}

function plain(path: string, fault: DocumentFault['fault']): DocumentFault {
	return { path, fault, expected: null, received: null };
}

function pathOf(items: readonly { key?: unknown }[]): string {
	return items.reduce((path, { key }) => join(path, key), '');
}

function join(path: string, key: unknown): string {
	if (typeof key === 'number') return `${path}[${key}]`;
	return path === '' ? String(key) : `${path}.${String(key)}`;
}

/** A misspelt name is no silent nothing: whatever the schema did not take over is told. */
function unreadKeys(input: unknown, output: unknown, path: string): DocumentFault[] {
	if (typeof input !== 'object' || input === null || typeof output !== 'object' || output === null) return [];
	return Object.entries(input).flatMap(([key, value]) => {
		const at = join(path, Array.isArray(input) ? Number(key) : key);
		if (!Object.hasOwn(output, key)) return [{ ...plain(at, 'unknown'), received: `"${key}"` }];
		return unreadKeys(value, Reflect.get(output, key), at);
	});
}
