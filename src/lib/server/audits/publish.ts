/** Publishing what audits ask: each version an entry in somebody's name, none of them ever changed. */
import { faultsOf } from '$lib/domain/audit/check-template';
import { newestVersions } from '$lib/domain/audit/documents';
import { AuditTemplate } from '$lib/domain/audit/template';
import { Id } from '$lib/domain/site';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import { inTheNameOf, refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import type { Reader } from '../db';
import { appendServiceEntries, lockSite } from '../ledger';
import { ProblemError } from '../problem';
import { readDocuments } from '../projections';

const { id: _id, version: _version, retired: _retired, sample: _sample, ...content } = AuditTemplate.entries;

export const TemplateToPublish = v.object({
	/** The version that it follows; null for a new template. */
	follows: v.nullable(v.object({ id: Id, version: v.number() })),
	content: v.object(content)
});
export type TemplateToPublish = v.InferOutput<typeof TemplateToPublish>;

/**
 * Returns the template's id. Throws `forbidden`, `template-refused` for one that cannot be answered as it is, `template-changed` where
 * somebody else has published meanwhile, or `not-found`.
 */
export async function publishTemplate(
	core: Core,
	site: string,
	by: Account,
	{ follows, content }: TemplateToPublish
): Promise<string> {
	refuseUnlessMay(by, 'templates.manage');
	if (faultsOf(content).length > 0) throw new ProblemError('template-refused');
	const id = follows?.id ?? uuid();
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const newest = follows && (await readTemplates(tx, site)).find((known) => known.id === id);
		if (follows && !newest) throw new ProblemError('not-found');
		if (follows && newest?.version !== follows.version) throw new ProblemError('template-changed');
		const body: AuditTemplate = {
			...content,
			id,
			version: (newest?.version ?? 0) + 1,
			retired: false,
			sample: newest?.sample ?? false
		};
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [{ type: 'audit-template.published', body }]);
	});
	return id;
}

/** Offers it no more, or again, as a version of its own: audits that began with an earlier one go on. Throws `forbidden` or `not-found`. */
export async function retireTemplate(
	core: Core,
	site: string,
	by: Account,
	id: string,
	retired: boolean
): Promise<void> {
	refuseUnlessMay(by, 'templates.manage');
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const newest = (await readTemplates(tx, site)).find((known) => known.id === id);
		if (!newest) throw new ProblemError('not-found');
		if (newest.retired === retired) return;
		const body: AuditTemplate = { ...newest, version: newest.version + 1, retired };
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [{ type: 'audit-template.published', body }]);
	});
}

/** Of each template its newest version, by name. */
export async function readTemplates(reader: Reader, site: string): Promise<AuditTemplate[]> {
	return newestVersions(await readDocuments(reader, site, 'audit-template'));
}

/** All versions of a template, the newest first; none where there is no such template. */
export async function readTemplateVersions(reader: Reader, site: string, id: string): Promise<AuditTemplate[]> {
	const all = await readDocuments(reader, site, 'audit-template');
	return all.filter((template) => template.id === id).sort((a, b) => b.version - a.version);
}
