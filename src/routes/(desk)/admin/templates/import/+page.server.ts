import { m } from '$lib/messages';
import { MAX_SPREADSHEET_BYTES, ProblemError, readForm, readTemplateFile, requireRight } from '$lib/server';
import { fail, isHttpError } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	requireRight(event, 'templates.manage');
	return { title: m.templates_import_title() };
};

/** What a form adds to its file. */
const FORM_BYTES = 4096;

const FAULTS = {
	missing: m.templates_import_fault_missing,
	large: m.templates_import_fault_large,
	unreadable: m.templates_import_fault_unreadable,
	unknown: m.templates_import_fault_unknown,
	empty: m.templates_import_fault_empty
} as const;

function refuse(fault: keyof typeof FAULTS) {
	return fail(fault === 'large' ? 413 : 400, { read: null, problem: FAULTS[fault]() });
}

export const actions: Actions = {
	/** Says what would become of a file. Nothing of it is kept. */
	default: async (event) => {
		requireRight(event, 'templates.manage');
		let file: FormDataEntryValue | null;
		try {
			file = (await readForm(event, MAX_SPREADSHEET_BYTES + FORM_BYTES)).get('file');
		} catch (failure) {
			const isTooLarge = failure instanceof ProblemError ? failure.code === 'too-large' : isHttpError(failure, 413);
			if (isTooLarge) return refuse('large');
			throw failure;
		}
		if (!(file instanceof File) || file.size === 0) return refuse('missing');
		const read = await readTemplateFile(new Uint8Array(await file.arrayBuffer()), file.name);
		return 'fault' in read ? refuse(read.fault) : { read, problem: null };
	}
};
