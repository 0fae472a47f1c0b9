/** What people do in the app, step by step, for browser tests and benchmarks: the names are those on the screen, in English. */
import { expect as anyExpect, type Locator, type Page } from '@playwright/test';

/** Patient, so that a busy machine does not fail a journey. */
export const expect = anyExpect.configure({ timeout: 30_000 });

export const ADMIN = { name: 'Grace Admin', username: 'grace', password: 'seven quiet lathes hum' };
/** A sample inspector of the demo site; her PIN is printed on the page that ends the setup. */
export const INSPECTOR = { name: 'Lena Vogt', pin: '246810' };
/** A sample technician of the demo site. */
export const TECHNICIAN = { name: 'Marek Nowak', pin: '271828' };
export const TILE = { number: 'MT-0417', name: 'Magnetic tile' };

const button = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name });

/** The first run: makes the demo site and its admin, who is then signed in at the desk. */
export async function setUpDemoSite(page: Page): Promise<void> {
	await page.goto('/');
	await expect(page).toHaveURL(/\/setup$/);
	await page.getByLabel('Name of the site').fill('Riverside plant');
	await page.getByRole('radio', { name: /A demo site/ }).check();
	await button(page, 'Next').click();
	await page.getByLabel('Your name').fill(ADMIN.name);
	await page.getByLabel('Username').fill(ADMIN.username);
	await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
	await button(page, 'Create the site').click();
	await expect(page.getByRole('heading', { name: 'Riverside plant is ready' })).toBeVisible();
}

/** From the end of the setup: makes this browser a tablet of the site. */
export async function enrol(page: Page): Promise<void> {
	await button(page, /Use this device as a tablet/).click();
	await expect(page.getByRole('heading', { name: 'Who is working here?' })).toBeVisible();
}

/** A person takes the tablet: name and PIN. Ends on the inspect screen. */
export async function signIn(page: Page, person = INSPECTOR): Promise<void> {
	await typePin(page, person);
	await inspectReady(page);
}

/** As `signIn`, for somebody who may have a photo in hand: ends wherever that leads. */
export async function typePin(page: Page, person = INSPECTOR): Promise<void> {
	await page.getByRole('button', { name: new RegExp(person.name) }).click();
	await enterPin(page, person);
}

/** On the page that asks this person for the PIN. */
export async function enterPin(page: Page, { name, pin } = INSPECTOR): Promise<void> {
	await expect(page.getByRole('heading', { name: `Hello ${name}` })).toBeVisible();
	const pad = page.getByRole('group', { name: `PIN of ${name}` });
	for (const digit of pin) await button(pad, digit).click();
	await button(pad, 'Done').click();
}

/** Waits until the inspect screen takes a code. */
export async function inspectReady(page: Page): Promise<void> {
	await expect(page.getByRole('heading', { name: 'Scan a part' })).toBeVisible();
	await expect(page.getByLabel('Code, typed')).toBeEditable();
}

/** Waits until the service worker has all it needs, so that the app starts without the network. */
export async function readyForOffline(page: Page): Promise<void> {
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await page.reload();
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Waits until the drawn pictures, which the demo part is taught from, are on the tablet: all of them. */
export async function samplesKept(page: Page): Promise<void> {
	const areKept = async () => {
		const list = await caches.match('/samples/mt-0417/index.json');
		if (!list) return false;
		const { pictures } = (await list.json()) as { pictures: { url: string }[] };
		return (await Promise.all(pictures.map(({ url }) => caches.match(url)))).every((kept) => kept !== undefined);
	};
	await expect.poll(() => page.evaluate(areKept), { timeout: 60_000 }).toBe(true);
}

/** Names the part by typing what is printed below its code. */
export async function scanTyped(page: Page, code: string): Promise<void> {
	await page.getByLabel('Code, typed').fill(code);
	await button(page, 'Find').click();
	await expect(shutter(page)).toBeVisible();
}

/** Begins with one of the sample parts instead of a code. */
export async function chooseSamplePart(page: Page, number = TILE.number): Promise<void> {
	// Not the button with the part's drawing, which takes its place.
	await page.getByRole('button', { name: new RegExp(`^${number}`) }).click();
	await expect(shutter(page)).toBeVisible();
}

export const shutter = (page: Page) => button(page, 'Take photo');
export const suggestion = (page: Page) => page.getByRole('region', { name: 'Suggestion' });
export const verdicts = (page: Page) => page.getByRole('group', { name: 'Your decision' });
export const syncState = (page: Page) => page.locator('header a[href="/queue?tab=waiting"]');

/** Presses the shutter and waits for what the model says. A photo that is hard to judge is used anyway. */
export async function takePhoto(page: Page): Promise<void> {
	await shutter(page).click();
	await judged(page);
}

/** As `takePhoto`, with the next drawn sample picture in place of the camera's. */
export async function useSamplePicture(page: Page): Promise<void> {
	await button(page, 'Sample picture').click();
	await judged(page);
}

/** Waits for what the model says about the photo in hand. One that is hard to judge is used anyway. */
export async function judged(page: Page): Promise<void> {
	const anyway = button(page, 'Use it anyway');
	await expect(verdicts(page).or(anyway)).toBeVisible({ timeout: 60_000 });
	if (await anyway.isVisible()) await anyway.click();
	await expect(verdicts(page)).toBeVisible();
}

export type Call =
	| { verdict: 'accept' }
	/** `to` is the class by its name on the screen; the suggested one is not among those to choose from. */
	| { verdict: 'correct'; to: string }
	| { verdict: 'reject'; because: 'good' | 'unusable' }
	| { verdict: 'escalate'; note?: string };

/** Gives a verdict, and waits until the screen says that it is saved. */
export async function decide(page: Page, call: Call): Promise<void> {
	await press(page, call);
	// The bar of the decision before may still be there: the verdicts leave when this one is on disk.
	await expect(verdicts(page)).toBeHidden();
	await expect(page.getByText(/Saved on this tablet/)).toBeVisible();
}

/** Gives a verdict, whatever comes of it. */
export async function press(page: Page, call: Call): Promise<void> {
	switch (call.verdict) {
		case 'accept':
			await button(verdicts(page), /^Accept/).click();
			break;
		case 'correct':
			await button(verdicts(page), 'Correct').click();
			await button(page.getByRole('dialog'), new RegExp(`^${call.to}`)).click();
			break;
		case 'reject': {
			await button(verdicts(page), 'Reject').click();
			const reason = call.because === 'good' ? 'The part is good' : /The photo cannot be used/;
			await button(page.getByRole('dialog'), reason).click();
			break;
		}
		case 'escalate': {
			await button(verdicts(page), 'Escalate').click();
			const sheet = page.getByRole('dialog');
			if (call.note !== undefined) await sheet.getByRole('textbox').fill(call.note);
			await button(sheet, /^Hand over to/).click();
			break;
		}
	}
}

/** What the suggestion is headed: the class by its name where the model is sure of one. */
export async function suggestedTitle(page: Page): Promise<string> {
	return suggestion(page).getByRole('heading').innerText();
}

/** Whether a person could accept: the model has named a class. */
export async function canAccept(page: Page): Promise<boolean> {
	return button(verdicts(page), /^Accept/).isEnabled();
}
