/** What an import makes of a file: a template, and everything that it could not take over. */
import type { AuditTemplate } from './template';

export type Cell = string | number | boolean | null;
/** Row by row, as in the file; the first row names the columns. */
export type Sheet = readonly (readonly Cell[])[];

/** A template without what the server gives it. */
export type TemplateContent = Omit<AuditTemplate, 'id' | 'version' | 'retired' | 'sample'>;

/** Why something was left out; the words for each are the page's. */
export const LEFT_OUT = [
	/** A kind of question that audits do not have. */
	'type',
	/** Recorded with every audit anyway: who, when, which device. */
	'metadata',
	'calculation',
	'relevant',
	'constraint',
	'required',
	'default',
	'read-only',
	'appearance',
	'choice-filter',
	'repeat-count',
	'nested-repeat',
	'media',
	/** A list of choices that the file does not have, or that has nothing in it. */
	'no-choices',
	'choice-twice',
	'no-label',
	'name-twice',
	/** `${name}` within a text. */
	'answer-in-text',
	'cut-off',
	'language',
	'unclosed',
	/** Of a checklist. */
	'kind',
	'number',
	'evidence',
	'column'
] as const;
export type LeftOutWhat = (typeof LEFT_OUT)[number];

export interface LeftOut {
	sheet: string;
	/** As spreadsheets count: the row of the column names is 1. */
	row: number;
	what: LeftOutWhat;
	/** What stands there, as it is written there. */
	detail: string;
	/** Whether the whole row is missing in the template, or only this part of it. */
	whole: boolean;
}

export interface Imported {
	content: TemplateContent;
	left: LeftOut[];
}

/** Longest that a name and a help text may be in a template. */
export const MAX_NAME = 200;
export const MAX_TEXT = 2000;
