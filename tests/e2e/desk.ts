/** What journeys at the desk begin with: an admin who is signed in there, and a decision that waits on a tablet. */
import { photoFrame, tilePhotos } from '../fixtures/pictures';
import { Tablet } from '../fixtures/tablet';
import { expect } from '../fixtures/test';
import { ADMIN, chooseSamplePart, decide, inspectReady, readyForOffline, takePhoto } from './journey';

/** A browser at a desk, with the admin signed in. */
export async function openDesk(origin: string): Promise<Tablet> {
	const desk = await Tablet.open({ origin, viewport: { width: 1280, height: 900 } });
	const { page } = desk;
	await page.goto('/sign-in?next=/admin/devices');
	await page.getByLabel('Username').fill(ADMIN.username);
	await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByRole('heading', { name: 'Tablets' })).toBeVisible();
	return desk;
}

/** One decision with a photo that waits on the tablet. */
export async function inspectWithoutNetwork(tablet: Tablet, note = 'Have a look'): Promise<void> {
	const { page } = tablet;
	await readyForOffline(page);
	// The sample pictures that the part is taught from have to be on the tablet.
	await expect.poll(() => page.evaluate(areSamplesKept)).toBe(true);
	await tablet.setOffline(true);
	await inspectReady(page);
	await chooseSamplePart(page);
	await tablet.camera.show(await photoFrame(tilePhotos('crack')[0] ?? ''), page);
	await takePhoto(page);
	await decide(page, { verdict: 'escalate', note });
}

/** In the page: whether the list and every picture in it can be had without a network. */
async function areSamplesKept(): Promise<boolean> {
	const list = await caches.match('/samples/mt-0417/index.json');
	if (!list) return false;
	const { pictures } = (await list.json()) as { pictures: { url: string }[] };
	const kept = await Promise.all(pictures.map(({ url }) => caches.match(url)));
	return kept.every((response) => response !== undefined);
}
