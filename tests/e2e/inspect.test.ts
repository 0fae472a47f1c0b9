/** The loop of an inspector, in a real browser with a fake camera: scan, photo, suggestion, decision. */
import type { Page } from '@playwright/test';
import { codeFrame, hasRealPhotos, photoFrame, tilePhotos, type TileClass } from '../fixtures/pictures';
import type { Tablet } from '../fixtures/tablet';
import { expect, test } from '../fixtures/test';
import {
	decide,
	enrol,
	INSPECTOR,
	inspectReady,
	scanTyped,
	setUpDemoSite,
	shutter,
	signIn,
	suggestion,
	syncState,
	takePhoto,
	verdicts,
	type Call
} from './journey';
import { faultsIn, hasPhoto, ledgerOf, ofType, photosIn } from './on-server';

/** The unit on the demo site's labels: GS1 with GTIN and serial number. */
const TILE_219 = { symbology: 'gs1datamatrix', text: '(01)04012345004175(21)00219' };

test.beforeAll(() => {
	if (!hasRealPhotos) console.log('No real photos here (../shared/data): the camera looks at drawn samples instead.');
});

test.beforeEach(async ({ tablet: { page } }) => {
	await setUpDemoSite(page);
	await enrol(page);
	await signIn(page);
});

async function aimAt(tablet: Tablet, of: TileClass, index = 0): Promise<void> {
	const photo = tilePhotos(of)[index];
	if (photo === undefined) throw new Error(`There is no photo ${index} of the class ${of}.`);
	await tablet.camera.show(await photoFrame(photo), tablet.page);
}

/** Key by key as a hardware scanner types, in one go: sent from here, a busy machine would stretch the pauses. */
async function sendFromScanner(page: Page, text: string): Promise<void> {
	await page.evaluate(
		(keys) => {
			const focused = document.activeElement ?? document.body;
			for (const key of keys)
				focused.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
		},
		[...text, 'Enter']
	);
}

/** The call with the same verdict that can be given to what the model named: nothing is corrected to itself, and good is not rejected as good. */
function possible(call: Call, named: string): Call {
	if (call.verdict === 'correct' && named === `Accept: ${call.to}`) return { verdict: 'correct', to: 'Good' };
	if (call.verdict === 'reject' && named === 'Accept: Good') return { verdict: 'reject', because: 'unusable' };
	return call;
}

test('scan, photo, suggestion with heat map, each of the four decisions @portrait', async ({ server, tablet }) => {
	const { page } = tablet;
	const calls: [TileClass, Call][] = [
		['good', { verdict: 'accept' }],
		['crack', { verdict: 'correct', to: 'Crack' }],
		['uneven', { verdict: 'reject', because: 'good' }],
		['fray', { verdict: 'escalate', note: 'Is this still within limits?' }]
	];
	for (const [of, call] of calls) {
		await tablet.camera.show(await codeFrame(TILE_219), page);
		await expect(shutter(page)).toBeVisible();
		await expect(page.getByText('MT-0417 rev C · S/N 00219')).toBeVisible();
		await aimAt(tablet, of);
		await takePhoto(page);
		await expect(suggestion(page)).toContainText('%');
		await expect(page.getByTestId('heat-map')).toBeVisible();
		await page.getByRole('button', { name: 'Hide heat map' }).click();
		await expect(page.getByTestId('heat-map')).toBeHidden();
		const named = await verdicts(page)
			.getByRole('button', { name: /^Accept/ })
			.innerText();
		const said = possible(call, named);
		await decide(page, said);
		// After a photo that cannot be used the same view is taken again.
		if (said.verdict === 'reject' && said.because === 'unusable')
			await page.getByRole('button', { name: 'Other part' }).click();
		await inspectReady(page);
	}

	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	const entries = await ledgerOf(tablet, server);
	const decisions = ofType(entries, 'decision.made').map(({ body }) => body['verdict']);
	expect(decisions).toEqual(['accept', 'correct', 'reject', 'escalate']);
	expect(ofType(entries, 'suggestion.made')).toHaveLength(4);
	expect(await faultsIn(entries)).toEqual([]);
	const photos = photosIn(entries);
	expect(new Set(photos).size).toBe(4);
	await expect
		.poll(async () => Promise.all(photos.map((sha256) => hasPhoto(tablet, server, sha256))))
		.toEqual([true, true, true, true]);

	await page.goto('/queue');
	await expect(page.getByText('Is this still within limits?')).toBeVisible();
	await page.goto('/ledger');
	await expect(page.getByRole('row', { name: /Decision/ }).filter({ hasText: INSPECTOR.name })).toHaveCount(4);
});

test('a decision can be taken back for ten seconds, and both stay on record', async ({ server, tablet }) => {
	const { page } = tablet;
	await scanTyped(page, 'MT-0417');
	await aimAt(tablet, 'good');
	await takePhoto(page);
	await decide(page, { verdict: 'reject', because: 'unusable' });
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(suggestion(page)).toBeVisible();
	await decide(page, { verdict: 'escalate' });
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	const entries = await ledgerOf(tablet, server);
	const said = entries.filter(({ type }) => type.startsWith('decision.'));
	expect(said.map(({ type, body }) => body['verdict'] ?? type)).toEqual(['reject', 'decision.withdrawn', 'escalate']);
});

test('a photo in hand is found again after the browser was killed', async ({ tablet }) => {
	await scanTyped(tablet.page, 'MT-0417');
	await aimAt(tablet, 'crack');
	await takePhoto(tablet.page);
	const said = await suggestion(tablet.page).getByRole('heading').textContent();
	const page = await tablet.restart();
	await page.goto('/inspect');
	await expect(page.getByText('You had begun this one')).toBeVisible();
	await expect(suggestion(page).getByRole('heading')).toHaveText(said ?? '');
	await decide(page, { verdict: 'escalate' });
	await inspectReady(page);
});

test('codes that do not lead to a part say why, and what to do', async ({ tablet: { page } }) => {
	const type = async (code: string) => {
		await page.getByLabel('Code, typed').fill(code);
		await page.getByRole('button', { name: 'Find' }).click();
	};
	await type('(01)04012345004176(21)00219');
	await expect(page.getByText('This code cannot be right')).toBeVisible();
	await expect(page.getByText('should end in 5')).toBeVisible();

	await type('(01)04012345004175(17)261131(21)00219');
	await expect(page.getByText('is not a date that exists')).toBeVisible();

	await type('NO-SUCH-PART');
	await expect(page.getByText('Nothing in this site’s register has the code NO-SUCH-PART')).toBeVisible();

	await type('PR-01');
	await expect(page.getByText('Magnet press 1 is a machine')).toBeVisible();

	await type('(01)04012345004175(21)77001');
	await expect(page.getByText('has not been seen yet')).toBeVisible();
	await page.getByRole('button', { name: 'New unit: S/N 77001' }).click();
	await expect(page.getByText('MT-0417 rev C · S/N 77001')).toBeVisible();

	await page.getByRole('button', { name: 'Other part' }).click();
	await type('(01)04012345004175(21)77001');
	await expect(page.getByText('MT-0417 rev C · S/N 77001')).toBeVisible();
});

test('a hardware scanner works without touching the screen, and never presses a verdict', async ({ tablet }) => {
	const { page } = tablet;
	await sendFromScanner(page, ']d201040123450041752100219');
	await expect(page.getByText('MT-0417 rev C · S/N 00219')).toBeVisible();
	await aimAt(tablet, 'good');
	await takePhoto(page);
	await sendFromScanner(page, 'REC-A-ACE');
	await expect(page.getByRole('group', { name: 'Your decision' })).toBeVisible();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await page.keyboard.press('e');
	await expect(page.getByRole('dialog')).toBeVisible();
});
