import { faultsOf } from '$lib/domain/audit/check-template';
import { finding, item, section, template, verdict } from '$lib/domain/audit/testing/audit';
import { AuditTemplate } from '$lib/domain/audit/template';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../auth';
import { DEMO_TEMPLATES } from '../setup/demo-templates';
import { by, person, TestSite } from '../test-site';
import { workbook } from './testing/workbook';
import {
	exportAuditsCsv,
	exportAuditsJson,
	exportFindingsCsv,
	publishTemplate,
	readAuditStory,
	readFindings,
	readTemplateFile,
	readTemplates,
	readTemplateVersions,
	retireTemplate
} from '.';

const {
	id: _id,
	version: _version,
	retired: _retired,
	sample: _sample,
	...CONTENT
} = template([section('s', [item('a')])]);

describe('templates', () => {
	let site: TestSite;
	beforeEach(async () => {
		site = await TestSite.open();
	});
	afterEach(() => site.close());

	const as = (role: Account['role']): Account => ({ ...site.admin, role });
	const refusal = (done: Promise<unknown>) =>
		done.then(
			() => null,
			(failure: { code?: string }) => failure.code
		);

	it('are published version by version, in the name of whoever may, and never over somebody else’s', async () => {
		const { server, id: siteId } = site;
		const id = await publishTemplate(server, siteId, as('quality-engineer'), { follows: null, content: CONTENT });
		const next = { follows: { id, version: 1 }, content: { ...CONTENT, name: 'Reworded' } };
		await publishTemplate(server, siteId, site.admin, next);
		expect(await refusal(publishTemplate(server, siteId, site.admin, next))).toBe('template-changed');
		expect(await refusal(publishTemplate(server, siteId, as('inspector'), next))).toBe('forbidden');
		const twice = { ...CONTENT, sections: [section('s', [item('a'), item('a')])] };
		expect(await refusal(publishTemplate(server, siteId, site.admin, { follows: null, content: twice }))).toBe(
			'template-refused'
		);
		const versions = await readTemplateVersions(server.db, siteId, id);
		expect(versions.map(({ version, name }) => [version, name])).toEqual([
			[2, 'Reworded'],
			[1, CONTENT.name]
		]);
	});

	it('are retired and offered again as versions of their own', async () => {
		const { server, id: siteId } = site;
		const id = await publishTemplate(server, siteId, site.admin, { follows: null, content: CONTENT });
		await retireTemplate(server, siteId, site.admin, id, true);
		expect(await readTemplates(server.db, siteId)).toMatchObject([{ id, version: 2, retired: true }]);
		await retireTemplate(server, siteId, site.admin, id, true);
		await retireTemplate(server, siteId, site.admin, id, false);
		expect(await readTemplates(server.db, siteId)).toMatchObject([{ id, version: 3, retired: false }]);
	});

	it('of the demo site can be answered as they are', () => {
		for (const each of DEMO_TEMPLATES) {
			expect(v.is(AuditTemplate, each)).toBe(true);
			expect(faultsOf(each)).toEqual([]);
		}
	});
});

describe('a file as a template', () => {
	const bytes = (text: string) => new TextEncoder().encode(text);

	it('is a form when it is a workbook with a sheet of questions, whatever its ending says', async () => {
		const file = workbook({
			survey: [
				['type', 'name', 'label', 'relevant'],
				['select_one yn', 'leak', 'Is there a leak?', ''],
				['integer', 'litres', 'Litres', "${leak} = 'yes'"],
				['audio', 'noise', 'Noise', '']
			],
			choices: [
				['list_name', 'name', 'label'],
				['yn', 'yes', 'Yes'],
				['yn', 'no', 'No']
			],
			settings: [['form_title'], ['Leaks & drips']]
		});
		const read = await readTemplateFile(file, 'form.bin');
		expect(read).toMatchObject({
			format: 'xlsform',
			imported: {
				content: {
					name: 'Leaks & drips',
					sections: [{ items: [{ id: 'leak' }, { id: 'litres', when: { op: 'equals', item: 'leak', value: 'yes' } }] }]
				},
				left: [{ sheet: 'survey', row: 4, what: 'type', detail: 'audio' }]
			}
		});
	});

	it('is a checklist in a workbook as well', async () => {
		const read = await readTemplateFile(workbook({ Sheet1: [['Item'], ['Is it clean?']] }), 'Round.xlsx');
		expect(read).toMatchObject({ format: 'checklist', imported: { content: { name: 'Round' }, left: [] } });
	});

	it('is a checklist when it is a table with items, whatever separates them and whatever it is called', async () => {
		const read = await readTemplateFile(bytes('Abschnitt;Prüfpunkt;Art\r\nTor;Schließt das Tor?;\r\n'), 'Rundgang.txt');
		expect(read).toMatchObject({ format: 'checklist', imported: { content: { name: 'Rundgang' }, left: [] } });
		const old = await readTemplateFile(Buffer.from('Prüfpunkt;Hilfe\r\nGrün?;', 'latin1'), 'a.csv');
		expect(old).toMatchObject({ imported: { content: { sections: [{ items: [{ text: 'Grün?' }] }] } } });
	});

	it('is the template again that was taken along', async () => {
		const [demo] = DEMO_TEMPLATES;
		const read = await readTemplateFile(bytes(JSON.stringify(demo)), 'fire.json');
		expect(read).toMatchObject({ format: 'template', imported: { content: { name: demo?.name } } });
	});

	it('is refused when it is neither, damaged, or has nothing in it', async () => {
		expect(await readTemplateFile(bytes('Price,Colour\n1,red\n'), 'x.csv')).toEqual({ fault: 'unknown' });
		expect(await readTemplateFile(bytes('Item\n\n'), 'x.csv')).toEqual({ fault: 'empty' });
		expect(await readTemplateFile(bytes('PK\u0003\u0004 not really'), 'x.xlsx')).toEqual({ fault: 'unreadable' });
		expect(await readTemplateFile(new Uint8Array([1, 0, 2, 0]), 'x.csv')).toEqual({ fault: 'unreadable' });
	});
});

describe('what is taken along', () => {
	it('holds every answer in words, and findings with the most urgent first', async () => {
		const site = await TestSite.open();
		try {
			await site.state(
				{ type: 'person.defined', body: person('auditor') },
				{ type: 'audit-template.published', body: template([section('s', [item('a')])]) }
			);
			const tablet = await site.enrol('Tablet');
			const send = (type: string, body: object) =>
				site.push(tablet, [tablet.write(type, body, { actor: by('auditor') })]);
			const started = { id: 'audit-1', templateId: 'template-walk', templateVersion: 1, areaId: null, place: null };
			await send('audit.started', { ...started, title: '=Hall 2' });
			await send('audit.answered', { ...verdict('a', 'fail'), note: 'Pallets, two' });
			await send('finding.stated', finding({ id: 'soon', dueOn: '2026-12-01' }));
			await send('finding.stated', finding({ id: 'late', dueOn: '2026-11-20', severity: 'minor' }));

			const csv = await new Response(exportAuditsCsv(site.server, site.id, {})).text();
			const [, line = ''] = csv.split('\r\n');
			expect(line).toContain("audit-1,'=Hall 2,Fire safety,1,open,The auditor,");
			expect(line).toContain(',Section s,Is a in order?,1,fail,"Pallets, two",0,The auditor,');
			const json: unknown = JSON.parse(await new Response(exportAuditsJson(site.server, site.id, {})).text());
			expect(json).toMatchObject({ audits: [{ audit: { state: 'open' }, answers: [{ answer: { itemId: 'a' } }] }] });
			const none = await new Response(exportAuditsJson(site.server, site.id, { state: 'signed' })).text();
			expect(JSON.parse(none)).toEqual({ audits: [] });

			const found = await readFindings(site.server, site.id, {});
			expect(found.map(({ finding: { id } }) => id)).toEqual(['late', 'soon']);
			const overdue = await exportFindingsCsv(site.server, site.id, { standing: 'overdue' });
			expect(overdue.split('\r\n').slice(1, -1)).toEqual([expect.stringMatching(/^late,audit-1,.*,2026-11-20,2,/)]);
			const story = await readAuditStory(site.server, site.id, 'audit-1');
			expect(story.map(({ entry }) => entry.type)).toEqual([
				'audit.started',
				'audit.answered',
				'finding.stated',
				'finding.stated'
			]);
		} finally {
			await site.close();
		}
	});
});
