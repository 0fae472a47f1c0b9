/** A lead keeps the fault catalogue: a failure analysis is looked at before it is taken in; and a machine's controller reports to the site. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test';
import { setUpDemoSite } from './journey';

const accessible = async (page: Page) =>
	expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);

const TABLE = `Ursache;Maschinenart;Bedeutung;Fehlerfolge;Anteil;Abhilfe;RPZ
Keilriemen gerissen;Press;8;Does not start;90 %;Keilriemen tauschen;120
Lager defekt;Press;riesig;Quietscht;;;90
`;

test('a failure analysis is taken into the catalogue, and readings of machines come in', async ({ tablet }) => {
	const { page } = tablet;
	await setUpDemoSite(page);
	await page.goto('/admin/catalogue');
	await expect(page.getByRole('table').first()).toContainText('Hydraulic pump worn');
	await accessible(page);

	await page.getByRole('link', { name: 'Import a table' }).click();
	const file = { name: 'fmea.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) };
	await page.getByLabel('Choose a CSV or Excel file').setInputFiles(file);
	await page.getByRole('button', { name: 'Look at what it changes' }).click();
	const preview = page.getByRole('region', { name: 'fmea.csv: what would change' });
	await expect(preview).toContainText('Keilriemen gerissen');
	await expect(preview).toContainText('RPZ');
	await expect(preview.getByRole('row', { name: /^3 Severity is .* riesig$/ })).toBeVisible();
	await accessible(page);
	await preview.getByRole('button', { name: 'Publish' }).click();

	// Published as a whole, with the row that could not be read left out.
	await expect(page.getByText('Version 2')).toBeVisible();
	await expect(page.getByText('Lager defekt')).toHaveCount(0);
	await page.getByRole('link', { name: 'Keilriemen gerissen' }).click();
	await expect(page.getByRole('spinbutton', { name: 'Does not start' })).toHaveValue('90');
	await accessible(page);
	await page.getByLabel('Failure mechanism').selectOption('2.5 Breakage');
	await page.getByRole('button', { name: 'Publish' }).click();
	await expect(page.getByRole('row', { name: /Keilriemen gerissen.*2\.5 Breakage/ })).toBeVisible();

	await page.goto('/admin/sources');
	await page.getByLabel('Name', { exact: true }).fill('Line controller');
	await page.getByRole('button', { name: 'Add a system' }).click();
	const token = await page.getByText(/^csr_/).innerText();
	await accessible(page);
	const reading = { id: '1', asset: 'PR-01', at: new Date().toISOString(), codes: ['E-31'] };
	// As the controller sends it: no browser, no session.
	const send = (authorization: string) =>
		fetch(new URL('/api/assets/readings', page.url()), {
			method: 'POST',
			headers: { authorization, 'content-type': 'application/json' },
			body: JSON.stringify({ readings: [reading] })
		});
	expect((await send('Bearer csr_wrong')).status).toBe(401);
	expect(await (await send(`Bearer ${token}`)).json()).toEqual({ results: [{ id: '1', result: 'stored' }] });
	expect(await (await send(`Bearer ${token}`)).json()).toEqual({ results: [{ id: '1', result: 'duplicate' }] });
});
