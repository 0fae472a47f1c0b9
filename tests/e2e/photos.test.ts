/** Photos on their way from a real tablet: what others see first, and what the file may say. */
import sharp from 'sharp';
import { expect, test } from '../fixtures/test';
import { askAsAdmin, ledgerOf, photosIn } from './on-server';
import {
	chooseSamplePart,
	decide,
	enrol,
	inspectReady,
	setUpDemoSite,
	signIn,
	syncState,
	useSamplePicture
} from './journey';

test('a small preview goes ahead of a photo, and lists show it', async ({ server, tablet }) => {
	const { page } = tablet;
	await setUpDemoSite(page);
	await enrol(page);
	await signIn(page);
	await inspectReady(page);
	await chooseSamplePart(page);
	await useSamplePicture(page);
	await decide(page, { verdict: 'escalate' });
	await expect(syncState(page)).toHaveText('All sent', { timeout: 60_000 });

	const requests = server.output
		.split('\n')
		.filter((line) => line.startsWith('{'))
		.map((line) => JSON.parse(line) as { method?: string; route?: string; status?: number });
	const sent = requests
		.filter(({ method, status = 0 }) => ['PUT', 'POST'].includes(method ?? '') && status < 300)
		.map(({ route }) => route);
	expect(sent.filter((route) => route?.startsWith('/api/photos'))).toEqual([
		'/api/photos/[id]/thumbnail',
		'/api/photos'
	]);

	const [sha256 = ''] = photosIn(await ledgerOf(tablet, server));
	const preview = await askAsAdmin(tablet, server, `/api/photos/${sha256}/thumbnail`);
	const { width = 0, height = 0 } = await sharp(await preview.arrayBuffer()).metadata();
	expect(Math.max(width, height)).toBe(320);
	await page.goto('/queue');
	await page.getByRole('radio', { name: /^Escalated/ }).click();
	await expect(page.getByRole('article').first().getByRole('img').first()).toBeVisible();
});
