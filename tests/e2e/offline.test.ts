/** A shift without a network, from a cold start: every decision and photo is on the server once when it returns. */
import { photoFrame, tilePhotos, type TileClass } from '../fixtures/pictures';
import { expect, test } from '../fixtures/test';
import { returnWithTabClosed } from './background';
import {
	canAccept,
	decide,
	enrol,
	inspectReady,
	readyForOffline,
	samplesKept,
	scanTyped,
	setUpDemoSite,
	signIn,
	suggestion,
	syncState,
	takePhoto,
	type Call
} from './journey';
import { faultsIn, hasPhoto, ledgerOf, ofType, photosIn } from './on-server';

const DECISIONS = 25;
const CLASSES: TileClass[] = ['good', 'crack', 'blowhole', 'uneven', 'break'];
const CALLS: Call[] = [
	{ verdict: 'accept' },
	{ verdict: 'escalate', note: 'second opinion, please' },
	{ verdict: 'accept' }
];

/** One of each class in turn, none twice. */
const photos = Array.from({ length: DECISIONS }, (_, index) => {
	const files = tilePhotos(CLASSES[index % CLASSES.length] ?? 'good');
	return files[Math.floor(index / CLASSES.length)];
});

test('25 decisions from a cold start without a network arrive once each, with every tab closed', async ({
	server,
	tablet
}) => {
	test.setTimeout(420_000);
	await setUpDemoSite(tablet.page);
	await enrol(tablet.page);
	await signIn(tablet.page);
	await readyForOffline(tablet.page);
	await samplesKept(tablet.page);

	await tablet.stop();
	await tablet.setOffline(true);
	await tablet.start();
	const { page } = tablet;
	await page.goto('/inspect');
	await inspectReady(page);
	const before = ofType(await ledgerOf(tablet, server), 'decision.made').length;

	for (let index = 0; index < DECISIONS; index++) {
		await scanTyped(page, 'MT-0417');
		await tablet.camera.show(await photoFrame(photos[index] ?? ''), page);
		await takePhoto(page);
		if (index === 0) {
			await expect(suggestion(page)).toContainText('%');
			await expect(page.getByTestId('heat-map')).toBeVisible();
		}
		const call = CALLS[index % CALLS.length];
		await decide(
			page,
			call?.verdict === 'accept' && !(await canAccept(page)) ? { verdict: 'escalate' } : (call ?? { verdict: 'accept' })
		);
		await inspectReady(page);
	}
	await expect(syncState(page)).toHaveText('25 decisions waiting, no network');
	expect(ofType(await ledgerOf(tablet, server), 'decision.made')).toHaveLength(before);

	await returnWithTabClosed(tablet, server, page);
	await expect
		.poll(async () => ofType(await ledgerOf(tablet, server), 'decision.made').length, { timeout: 60_000 })
		.toBe(before + DECISIONS);

	const entries = await ledgerOf(tablet, server);
	const decisions = ofType(entries, 'decision.made');
	expect(new Set(decisions.map(({ id }) => id)).size).toBe(DECISIONS);
	expect(new Set(decisions.map(({ body }) => body['captureId'])).size).toBe(DECISIONS);
	expect(await faultsIn(entries)).toEqual([]);
	const arrived = [...new Set(photosIn(entries))];
	expect(arrived).toHaveLength(DECISIONS);
	await expect
		.poll(
			async () => (await Promise.all(arrived.map((sha256) => hasPhoto(tablet, server, sha256)))).filter(Boolean).length,
			{ timeout: 60_000 }
		)
		.toBe(DECISIONS);

	const again = await tablet.context.newPage();
	await again.goto('/inspect');
	await expect(syncState(again)).toHaveText('All sent', { timeout: 30_000 });
});
