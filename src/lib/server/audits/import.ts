/** A file as the template that it can become: nothing is published, and nothing of the file is kept. */
import { isChecklist, readChecklist } from '$lib/domain/audit/checklist';
import type { Imported, Sheet } from '$lib/domain/audit/imported';
import { AuditTemplate } from '$lib/domain/audit/template';
import { isXlsForm, readXlsForm } from '$lib/domain/audit/xlsform/survey';
import * as v from 'valibot';
import { readSpreadsheet } from './spreadsheet';

export type FileFault =
	/** Neither a spreadsheet nor a template that was taken along from here. */
	| 'unreadable'
	/** A spreadsheet with neither the sheets of a form nor the columns of a checklist. */
	| 'unknown'
	/** Nothing in it can be asked in an audit. */
	| 'empty';

export type ReadFile = { imported: Imported; format: 'xlsform' | 'checklist' | 'template' } | { fault: FileFault };

/** @param fileName what the template is called where the file does not say; its ending decides nothing */
export async function readTemplateFile(bytes: Uint8Array, fileName: string): Promise<ReadFile> {
	const exported = readExported(bytes);
	if (exported) return { imported: { content: exported, left: [] }, format: 'template' };
	let sheets: Map<string, Sheet>;
	try {
		sheets = await readSpreadsheet(bytes);
	} catch {
		return { fault: 'unreadable' };
	}
	const name =
		fileName
			.replace(/\.[a-z0-9]{1,5}$/i, '')
			.trim()
			.slice(0, 200) || 'Template';
	const named = new Map([...sheets].map(([sheet, rows]) => [sheet.trim().toLowerCase(), rows]));
	if (isXlsForm(named)) {
		const sheet = (wanted: string) => named.get(wanted) ?? [];
		const form = { survey: sheet('survey'), choices: sheet('choices'), settings: sheet('settings') };
		return asked({ imported: readXlsForm(form, name), format: 'xlsform' });
	}
	const [checklist] = [...sheets.values()].filter(isChecklist);
	return checklist ? asked({ imported: readChecklist(checklist, name), format: 'checklist' }) : { fault: 'unknown' };
}

function asked(read: Extract<ReadFile, { imported: Imported }>): ReadFile {
	const { sections } = read.imported.content;
	return sections.some(({ items }) => items.length > 0) ? read : { fault: 'empty' };
}

function readExported(bytes: Uint8Array): Imported['content'] | null {
	if (bytes[0] !== 0x7b) return null;
	try {
		const {
			id: _,
			version: _version,
			retired: _retired,
			sample: _sample,
			...content
		} = v.parse(AuditTemplate, JSON.parse(new TextDecoder().decode(bytes)));
		return content;
	} catch {
		return null;
	}
}
