/** Photos on their way from a real tablet: what others see first, and what the file may say. */
import sharp from 'sharp';
import { expect, test } from '../fixtures/test';
import { askAsAdmin, ledgerOf, photosIn } from './on-server';
import {
	chooseSamplePart,
	decide,
	enrol,
	inspectReady,
	readyForOffline,
	setUpDemoSite,
	signIn,
	syncState,
	useSamplePicture
} from './journey';

test('a small preview goes ahead of each photo, and lists show it', async ({ server, tablet }) => {
	const { page } = tablet;
	await setUpDemoSite(page);
	await enrol(page);
	await signIn(page);
	await readyForOffline(page);
	await inspectReady(page);
	await tablet.setOffline(true);
	for (let shots = 0; shots < 2; shots++) {
		await chooseSamplePart(page);
		await useSamplePicture(page);
		await decide(page, { verdict: 'escalate' });
	}
	await tablet.setOffline(false);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 60_000 });

	const requests = server.output
		.split('\n')
		.filter((line) => line.startsWith('{'))
		.map((line) => JSON.parse(line) as { method?: string; route?: string; status?: number });
	const previews = requests.flatMap(({ method, route, status }, index) =>
		method === 'PUT' && route === '/api/photos/[id]/thumbnail' && status === 204 ? [index] : []
	);
	const firstUpload = requests.findIndex(({ method, route }) => method === 'POST' && route === '/api/photos');
	expect(previews).toHaveLength(2);
	expect(Math.max(...previews)).toBeLessThan(firstUpload);

	const [sha256 = ''] = photosIn(await ledgerOf(tablet, server));
	const preview = await askAsAdmin(tablet, server, `/api/photos/${sha256}/thumbnail`);
	const { width = 0, height = 0 } = await sharp(await preview.arrayBuffer()).metadata();
	expect(Math.max(width, height)).toBe(320);
	await page.goto('/queue');
	await page.getByText(/^Escalated \(/).click();
	await expect(page.getByRole('article').first().getByRole('img').first()).toBeVisible();
});
