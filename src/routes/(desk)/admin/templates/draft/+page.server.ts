import type { TemplateContent } from '$lib/domain/audit/imported';
import { m } from '$lib/messages';
import { problemText } from '$lib/messages/problem-text';
import {
	ProblemError,
	publishTemplate,
	readDocuments,
	readForm,
	readTemplateVersions,
	requireRight,
	TemplateToPublish
} from '$lib/server';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

/** `?from=ID` changes a template; `?imported` goes on with what the import page has kept in this browser; otherwise a new one is begun. */
export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'templates.manage');
	const { db } = event.locals.server;
	const from = event.url.searchParams.get('from');
	const [newest] = from === null ? [] : await readTemplateVersions(db, site, from);
	if (from !== null && !newest) error(404, { message: 'not-found' });
	const [parts, assets] = await Promise.all([readDocuments(db, site, 'part'), readDocuments(db, site, 'asset')]);
	return {
		title: newest ? m.templates_draft_of({ name: newest.name }) : m.templates_draft_new(),
		follows: newest ? { id: newest.id, version: newest.version } : null,
		inForce: newest ? contentOf(newest) : null,
		/** Names what is begun with, so that only a draft of the same is taken up again. */
		begunWith: newest ? `${newest.id} ${newest.version}` : 'new',
		parts: parts.flatMap(({ id, number, revision, name, plan }) => {
			const [view] = plan?.views ?? [];
			return view ? [{ id, name: `${number} ${revision} · ${name}`, frame: view.frame }] : [];
		}),
		assets: assets.map(({ id, code, name }) => ({ id, name: `${code} · ${name}` }))
	};
};

function contentOf({ name, kind, sections, passAt, askPlace, signedBy }: TemplateContent): TemplateContent {
	return { name, kind, sections, passAt, askPlace, signedBy };
}

/** As much as an entry may hold. */
const MAX_DRAFT_BYTES = 2 * 1024 * 1024;

export const actions: Actions = {
	default: async (event) => {
		const { site, account } = requireRight(event, 'templates.manage');
		const template = v.safeParse(TemplateToPublish, await readDraft(event));
		if (!template.success) return fail(400, { problem: problemText('template-refused') });
		let id: string;
		try {
			id = await publishTemplate(event.locals.server, site, account, template.output);
		} catch (failure) {
			if (!(failure instanceof ProblemError)) throw failure;
			return fail(failure.status, { problem: problemText(failure.code) });
		}
		redirect(303, `/admin/templates/${encodeURIComponent(id)}`);
	}
};

async function readDraft(event: RequestEvent): Promise<unknown> {
	const text = (await readForm(event, MAX_DRAFT_BYTES)).get('draft');
	try {
		return JSON.parse(typeof text === 'string' ? text : '');
	} catch {
		return null;
	}
}
