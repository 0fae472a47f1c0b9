import { m } from '$lib/messages';
import { problemText } from '$lib/messages/problem-text';
import {
	importCatalogue,
	MAX_TABLE_BYTES,
	previewImport,
	ProblemError,
	readForm,
	readTable,
	requireRight,
	TableUnreadable
} from '$lib/server';
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	requireRight(event, 'catalogue.manage');
	return { title: m.catalogue_import() };
};

/** The rows travel with the preview, so that what is published is what was looked at. */
const Looked = v.object({
	rows: v.pipe(v.string(), v.parseJson(), v.array(v.array(v.string()))),
	basedOn: v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number)),
	file: v.string()
});
/** A table, once as JSON in a field of a form. */
const MAX_LOOKED_BYTES = 3 * MAX_TABLE_BYTES;

export const actions: Actions = {
	look: async (event) => {
		const { site, account } = requireRight(event, 'catalogue.manage');
		const file = (await readForm(event, MAX_TABLE_BYTES + 64 * 1024)).get('file');
		if (!(file instanceof File) || file.size === 0) return fail(400, refused(m.catalogue_import_choose()));
		try {
			const rows = await readTable(new Uint8Array(await file.arrayBuffer()));
			const preview = await previewImport(event.locals.server, site, account, rows);
			return { preview, rows: JSON.stringify(rows), file: file.name, problem: null };
		} catch (failure) {
			if (failure instanceof TableUnreadable) return fail(400, refused(m.catalogue_import_unreadable()));
			return failWith(failure);
		}
	},
	take: async (event) => {
		const { site, account } = requireRight(event, 'catalogue.manage');
		const { server } = event.locals;
		const form = await readForm(event, MAX_LOOKED_BYTES);
		const looked = v.safeParse(Looked, Object.fromEntries(form));
		if (!looked.success) return fail(400, refused(m.catalogue_import_choose()));
		const { rows, basedOn, file } = looked.output;
		try {
			if (!(await importCatalogue(server, site, account, rows, basedOn))) {
				const preview = await previewImport(server, site, account, rows);
				const problem = { title: m.catalogue_import_changed(), text: m.catalogue_import_changed_text() };
				return fail(409, { preview, rows: JSON.stringify(rows), file, problem });
			}
		} catch (failure) {
			return failWith(failure);
		}
		redirect(303, '/admin/catalogue');
	}
};

function refused(title: string) {
	return { preview: null, rows: '', file: '', problem: { title, text: m.catalogue_nothing_changed() } };
}

function failWith(failure: unknown) {
	if (!(failure instanceof ProblemError)) throw failure;
	return fail(failure.status, { ...refused(''), problem: problemText(failure.code) });
}
