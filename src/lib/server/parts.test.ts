import { afterAll, beforeAll, expect, it } from 'vitest';
import { setUsualDispositions } from './parts';
import { readDocument } from './projections';
import { TestSite, TILE } from './test-site';

let site: TestSite;
beforeAll(async () => {
	site = await TestSite.open();
});
afterAll(() => site.close());

const classes = async () => (await readDocument(site.server.db, site.id, 'part', TILE.id))?.classes;
const statements = () =>
	site.server.db
		.selectFrom('entries')
		.select('person')
		.where('type', '=', 'part.defined')
		.orderBy('position')
		.execute();

it('puts on record what is usually done with a part, once and in the name of whoever said so', async () => {
	const before = (await statements()).length;
	for (let time = 0; time < 2; time++) {
		await setUsualDispositions(site.server, site.id, site.admin, TILE.id, { crack: 'scrap', other: 'rework' });
	}
	expect(await classes()).toEqual([{ id: 'crack', name: 'Crack', severity: 'critical', disposition: 'scrap' }]);
	expect((await statements()).slice(before)).toEqual([{ person: site.admin.personId }]);
});

it('is refused to others, and for parts that are not there', async () => {
	const engineer = { ...site.admin, role: 'quality-engineer' as const };
	const usual = { crack: 'use-as-is' as const };
	const set = (by: typeof site.admin, part: string) => setUsualDispositions(site.server, site.id, by, part, usual);
	await expect(set(engineer, TILE.id)).rejects.toMatchObject({ code: 'forbidden' });
	await expect(set(site.admin, 'no-such-part')).rejects.toMatchObject({ code: 'not-found' });
	expect(await classes()).toMatchObject([{ disposition: 'scrap' }]);
});
