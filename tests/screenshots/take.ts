/**
 * `npm run screenshots`: the pictures in README and manifest, taken from the real app with its drawn samples. They show what a
 * new user sees, in a production build; run it again when a screen has changed, and look at them.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import {
	chooseSamplePart,
	decide,
	enrol,
	inspectReady,
	readyForOffline,
	setUpDemoSite,
	shutter,
	signIn,
	suggestedTitle,
	TILE,
	useSamplePicture
} from '../e2e/journey';
import { codeFrame, photoFrame, ROOT } from '../fixtures/pictures';
import { TestServer } from '../fixtures/server';
import { Tablet } from '../fixtures/tablet';
import { auditWalk } from './audits';
import { maintainWalk } from './maintain';
import { overseeWalk } from './oversight';

const OUT = join(ROOT, 'docs/screenshots');
const SHAPES = {
	landscape: { width: 1180, height: 820 },
	portrait: { width: 820, height: 1180 }
} as const;
/** Sample pictures to try before settling for what the model says. */
const TRIES = 14;

mkdirSync(OUT, { recursive: true });
for (const [shape, viewport] of Object.entries(SHAPES)) {
	for (const walk of [floorWalk, overseeWalk, maintainWalk, auditWalk]) await take(walk, shape, viewport);
}

async function take(
	walk: typeof overseeWalk,
	shape: string,
	viewport: { width: number; height: number }
): Promise<void> {
	const server = await TestServer.start();
	const colorScheme = shape === 'portrait' ? 'dark' : 'light';
	const tablet = await Tablet.open({ origin: server.origin, viewport, colorScheme });
	try {
		await walk(tablet, server, async (page, name) => {
			// Long enough for sheets and progress bars to have settled; nothing on these screens moves by itself.
			await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 400))));
			const picture = await page.screenshot({ animations: 'disabled' });
			await sharp(picture)
				.png({ palette: true })
				.toFile(join(OUT, `${name}-${shape}.png`));
		});
	} finally {
		await tablet.dispose();
		await server.dispose();
	}
}

async function floorWalk(
	tablet: Tablet,
	_server: TestServer,
	keep: (page: Page, name: string) => Promise<void>
): Promise<void> {
	const { page } = tablet;
	await page.goto('/');
	await keep(page, 'setup');
	await setUpDemoSite(page);
	await enrol(page);
	await signIn(page);
	await readyForOffline(page);
	await inspectReady(page);

	await tablet.camera.show(await codeFrame({ symbology: 'gs1datamatrix', text: '(01)04012345004175(21)00219' }), page);
	await shutter(page).waitFor();
	await taught(page);
	await tablet.camera.show(await photoFrame(join(ROOT, 'static/samples/mt-0417/top-crack-try-01.jpg')), page);
	await keep(page, 'inspect-live');

	await sampleThat(page, TILE.number, (title) => title === 'Crack');
	await keep(page, 'inspect-suggestion');
	await decide(page, { verdict: 'accept' });

	await tablet.setOffline(true);
	for (const call of [{ verdict: 'accept' }, { verdict: 'escalate', note: 'Within limits?' }] as const) {
		await chooseSamplePart(page);
		await useSamplePicture(page);
		await decide(page, call);
	}
	await sampleThat(page, 'PB-1180', (title) => /^(Could be|Unlike)/.test(title));
	await keep(page, 'inspect-not-sure');
	await page.getByRole('button', { name: 'Correct', exact: true }).click();
	await keep(page, 'correct');
	await page.keyboard.press('Escape');
	await decide(page, { verdict: 'escalate', note: 'New to me, please have a look.' });
	await keep(page, 'inspect-offline');

	await tablet.setOffline(false);
	await page.getByRole('link', { name: /All sent/ }).waitFor({ timeout: 60_000 });
	await page.goto('/queue');
	await page.getByText('New to me, please have a look.').waitFor();
	await keep(page, 'queue');
	await page.goto('/ledger');
	await page.getByRole('row').nth(1).waitFor();
	await keep(page, 'ledger');
	await page.goto('/labels');
	await page.locator('svg, img').first().waitFor();
	await keep(page, 'labels');
}

/** Goes through sample pictures of a part until the model's answer is of the kind wanted; the last one stays on the screen. */
async function sampleThat(page: Page, part: string, wanted: (title: string) => boolean): Promise<void> {
	for (let tried = 0; tried < TRIES; tried++) {
		if (!(await shutter(page).isVisible())) await chooseSamplePart(page, part);
		await taught(page);
		await useSamplePicture(page);
		if (wanted(await suggestedTitle(page)) || tried === TRIES - 1) return;
		await decide(page, { verdict: 'escalate' });
	}
}

async function taught(page: Page): Promise<void> {
	await page.getByText(/Getting the model ready|Learning from/).waitFor({ state: 'hidden', timeout: 180_000 });
}
