/** The review desk, in real browsers: what one person hands over another answers, by keyboard, with and without a network. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { IN_THE_LOOP, type Policy } from '../../src/lib/domain/policy';
import { makeCase } from '../fixtures/cases';
import { publishPolicy } from '../fixtures/policy';
import { ScriptSite, type ScriptTablet } from '../fixtures/script-tablet';
import { Tablet } from '../fixtures/tablet';
import { expect, test } from '../fixtures/test';
import { enterPin, readyForOffline, syncState } from './journey';
import { ofType, readLedger } from './on-server';

const QUALITY_ENGINEER = { name: 'Aylin Demir', pin: '314159' };
const SUPERVISOR = { name: 'Grace Okafor', pin: '173205' };

let site: ScriptSite;
let floor: ScriptTablet;

test.beforeEach(async ({ server }) => {
	site = await ScriptSite.setUp(server.origin);
	floor = await site.enrol('Press line');
});

/** Makes a browser a device of the site, and signs somebody in at the desk. */
async function openDesk({ page }: Tablet, person = QUALITY_ENGINEER): Promise<void> {
	const { code } = (await (await site.ask('/api/devices/codes', { method: 'POST' })).json()) as { code: string };
	await page.goto('/enrol');
	await page.getByLabel('One-time code').fill(code);
	await page.getByLabel('Name of this tablet').fill('Review desk');
	await page.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Who is working here?' })).toBeVisible();
	await page.goto('/unlock?to=/review');
	await page.getByRole('button', { name: new RegExp(person.name) }).click();
	await enterPin(page, person);
	await expect(page.getByRole('button', { name: /^For me/ })).toBeVisible();
}

const list = (page: Page) => page.getByRole('list', { name: 'Cases that wait' });
const rows = (page: Page) => list(page).getByRole('button');
const shown = (page: Page) => page.getByTestId('case');
const verdicts = (page: Page) => page.getByRole('group', { name: 'Your decision' });
const entries = () => readLedger((path) => site.ask(path));

test('what was handed over on the floor is answered by keyboard, most urgent first, without a reload', async ({
	tablet
}) => {
	const { page } = tablet;
	await makeCase(floor, { serial: '00219' });
	await openDesk(tablet);
	await expect(rows(page)).toHaveCount(1);

	// Told at once: nobody reloads anything.
	const note = 'Looks like a scratch to me';
	const handedOver = await makeCase(floor, {
		serial: '00220',
		decision: { verdict: 'escalate', to: 'quality-engineer', note }
	});
	await expect(rows(page).first()).toContainText('Handed over', { timeout: 10_000 });
	await page.keyboard.press('j');
	await expect(shown(page)).toContainText('S/N 00220');
	await expect(shown(page)).toContainText(note);
	await expect(shown(page)).toContainText('Lena Vogt: handed over to quality engineer');
	await expect(page.getByRole('img', { name: /Photo of MT-0417/ })).toBeVisible();
	await expect(page.getByTestId('heat-map')).toBeVisible();

	await page.keyboard.press('h');
	await expect(page.getByTestId('heat-map')).toBeHidden();
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keys at the review desk' })).toBeVisible();
	await page.keyboard.press('Escape');

	// Keys decide nothing while somebody types.
	await page.getByLabel('Note (optional)').fill('aaa rrr eee jjj');
	await page.getByLabel('Note (optional)').fill('A crack: it goes through');
	await page.getByLabel('What to do with the part').selectOption('Scrap');
	await page.getByRole('button', { name: 'Mark where' }).click();
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('Shift+ArrowRight');
	await page.keyboard.press('Enter');
	await expect(page.getByText('1 place marked')).toBeVisible();
	await page.keyboard.press('Escape');
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
	expect(ofType(await entries(), 'decision.made')).toHaveLength(1);
	await page.keyboard.press('a');
	await expect(page.getByText('Saved on this tablet: Crack accepted')).toBeVisible();

	// The next one is on the screen, and the answered one waits for nobody any more.
	await expect(shown(page)).toContainText('S/N 00219');
	await expect(rows(page)).toHaveCount(1);
	await page.keyboard.press('r');
	await page.getByRole('dialog').getByRole('button', { name: 'The part is good' }).click();
	await expect(page.getByText('Saved on this tablet: rejected, the part is good')).toBeVisible();
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(rows(page)).toHaveCount(1);
	await expect(shown(page)).toContainText('S/N 00219');
	await expect(verdicts(page)).toBeVisible();

	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	const made = ofType(await entries(), 'decision.made').map(({ body }) => body);
	expect(made[1]).toMatchObject({
		suggestionId: handedOver.suggestion.id,
		verdict: 'accept',
		note: 'A crack: it goes through',
		disposition: 'scrap',
		policyVersion: 1,
		ruleId: 'everything-else',
		supersedes: null
	});
	expect(made[1]?.['regions']).toHaveLength(1);
	expect(made[1]?.['shownAt']).not.toBeNull();
	expect(ofType(await entries(), 'decision.withdrawn')).toHaveLength(1);
});

test('the most urgent cases are answered without a network; others say that they need it', async ({ tablet }) => {
	let { page } = tablet;
	for (let index = 0; index < 3; index++) {
		await makeCase(floor, {
			serial: `0030${index}`,
			nth: index,
			decision: { verdict: 'escalate', to: 'quality-engineer', note: '' }
		});
	}
	await openDesk(tablet);
	await readyForOffline(page);
	await expect(page.getByText('3 ready without a network')).toBeVisible({
		timeout: 30_000
	});
	await tablet.setOffline(true);
	page = await tablet.restart();
	await page.goto('/review');
	await expect(rows(page)).toHaveCount(3);
	await page.keyboard.press('j');
	await expect(page.getByRole('img', { name: /Photo of MT-0417/ })).toBeVisible();
	await page.getByLabel('Add a comment').fill('Seen at the bench');
	await page.getByRole('button', { name: 'Add', exact: true }).click();
	await expect(shown(page).getByText('Seen at the bench')).toBeVisible();
	await page.getByRole('heading', { level: 2 }).first().click();
	await page.keyboard.press('c');
	await page
		.getByRole('dialog')
		.getByRole('button', { name: /^Blowhole/ })
		.click();
	await expect(page.getByText('Saved on this tablet: corrected to Blowhole')).toBeVisible();
	await expect(rows(page)).toHaveCount(2);
	// What was not fetched ahead: here, because its details were lost to make room.
	await page.evaluate(emptyKeptCases);
	await page.reload();
	await rows(page).first().click();
	await expect(page.getByRole('heading', { name: 'This one needs the network' })).toBeVisible();

	await tablet.setOffline(false);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	expect(ofType(await entries(), 'comment.made')).toHaveLength(1);
	expect(ofType(await entries(), 'decision.made').at(-1)?.body).toMatchObject({
		verdict: 'correct',
		class: 'blowhole'
	});
});

test('alike cases are answered together once each was seen; two people on one are told', async ({ server, tablet }) => {
	const { page } = tablet;
	for (let index = 0; index < 6; index++) await makeCase(floor, { serial: `0040${index}`, nth: index });
	await openDesk(tablet);
	await expect(rows(page)).toHaveCount(6);
	await rows(page).first().click();
	await page.getByRole('button', { name: 'Alike cases together' }).click();
	const tiles = page.getByRole('button', { name: /: belongs$/ });
	await expect(tiles).toHaveCount(6);
	await expect(page.getByText(/Scroll on/)).toBeVisible();
	await expect(verdicts(page)).toBeHidden();
	await tiles.nth(2).click();
	for (const tile of await tiles.all()) {
		await tile.scrollIntoViewIfNeeded();
		await expect(tile).toContainText('seen');
	}
	await expect(page.getByText('5 cases, all seen')).toBeVisible();
	await verdicts(page)
		.getByRole('button', { name: /^Accept/ })
		.click();
	await expect(page.getByText('Saved on this tablet: 5 cases answered')).toBeVisible();
	await expect(rows(page)).toHaveCount(1);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	const made = ofType(await entries(), 'decision.made').map(({ body }) => body['suggestionId']);
	expect(new Set(made).size).toBe(5);

	const other = await Tablet.open({ origin: server.origin });
	try {
		await openDesk(other, { name: 'Lena Vogt', pin: '246810' });
		await rows(other.page).first().click();
		await rows(page).first().click();
		await expect(page.getByText('Lena Vogt is looking at this too')).toBeVisible({ timeout: 20_000 });
		await expect(other.page.getByText('Aylin Demir is looking at this too')).toBeVisible({ timeout: 20_000 });
	} finally {
		await other.dispose();
	}
});

/** Cracks are read by two, frays are signed, blowholes become final by themselves unless somebody stops them. */
const OVERSIGHT: Policy = {
	version: 2,
	rules: [
		{
			id: 'two',
			name: 'Cracks are read by two',
			when: { class: ['crack'] },
			then: { ...IN_THE_LOOP, readers: 2, escalateTo: 'supervisor' }
		},
		{
			id: 'signed',
			name: 'Frays are signed',
			when: { class: ['fray'] },
			then: { ...IN_THE_LOOP, approvedBy: 'quality-engineer' }
		},
		{
			id: 'window',
			name: 'Blowholes pass',
			when: { class: ['blowhole'] },
			then: { ...IN_THE_LOOP, mode: 'on-the-loop', vetoWindowS: 3600, vetoBy: 'quality-engineer' }
		}
	]
};
const only = (of: string) => ({ candidates: [{ class: of, probability: 0.9 }], conformalSet: [of] });

test('two read blind and a third settles what they disagree about; what is to be signed is signed with a PIN; a window is closed', async ({
	server,
	tablet
}) => {
	const { page } = tablet;
	await publishPolicy(server, OVERSIGHT);
	const accepted = (of: string) =>
		({ verdict: 'accept', class: of, policyVersion: 2, note: 'As plain as day' }) as const;
	const read = await makeCase(floor, { serial: '00501', suggestion: only('crack'), decision: accepted('crack') });
	const fray = await makeCase(floor, {
		serial: '00502',
		shows: 'fray',
		suggestion: only('fray'),
		decision: accepted('fray')
	});
	const hole = await makeCase(floor, { serial: '00503', shows: 'blowhole', suggestion: only('blowhole') });
	await openDesk(tablet);
	await expect(rows(page)).toHaveCount(3);

	// Nothing on the page says what the first reader said.
	await rows(page).filter({ hasText: 'Second read' }).click();
	await expect(shown(page).getByText(/Somebody has read this already/)).toBeVisible();
	await expect(page.getByText('As plain as day')).toHaveCount(0);
	await expect(page.getByText(/Lena Vogt: /)).toHaveCount(0);
	await verdicts(page).getByRole('button', { name: 'Reject' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'The part is good' }).click();
	await expect(page.getByText('Saved on this tablet: rejected, the part is good')).toBeVisible();

	await rows(page).filter({ hasText: 'To be signed' }).click();
	await expect(shown(page)).toContainText('Lena Vogt: accepted Fray');
	await page.getByRole('button', { name: 'Sign', exact: true }).click();
	const sheet = page.getByRole('dialog', { name: 'Sign this decision' });
	await expect(sheet).toContainText('Signed as: Aylin Demir');
	await sheet.getByRole('radio', { name: 'Approved' }).check();
	for (const pin of ['000000', QUALITY_ENGINEER.pin]) {
		await expect(sheet.getByRole('button', { name: '1', exact: true })).toBeEnabled();
		for (const digit of pin) await sheet.getByRole('button', { name: digit, exact: true }).click();
		await sheet.getByRole('button', { name: 'Done' }).click();
		if (pin === '000000') await expect(sheet.getByRole('alert')).toContainText(/PIN/);
	}
	await expect(page.getByText('Saved on this tablet: signed')).toBeVisible();

	await rows(page).filter({ hasText: 'Final soon' }).click();
	await expect(page.getByRole('timer')).toContainText(/Final in \d+ min/);
	await page.getByRole('button', { name: 'Stop it' }).click();
	await page.getByRole('dialog').getByLabel('Reason').fill('The light was wrong');
	await page.getByRole('dialog').getByRole('button', { name: 'Stop it' }).click();
	await expect(page.getByText('Saved on this tablet: stopped')).toBeVisible();
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });

	// The third sees both calls.
	await page.goto('/unlock?to=/review');
	await page.getByRole('button', { name: /Grace Okafor/ }).click();
	await enterPin(page, SUPERVISOR);
	await rows(page).filter({ hasText: 'Two disagree' }).click();
	await expect(shown(page)).toContainText('Lena Vogt: accepted Crack');
	await expect(shown(page)).toContainText('Aylin Demir: rejected: the part is good');
	await verdicts(page)
		.getByRole('button', { name: /^Accept/ })
		.click();
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	await expect(rows(page).filter({ hasText: 'Two disagree' })).toHaveCount(0);

	const ledger = await entries();
	expect(ofType(ledger, 'approval.given')).toMatchObject([
		{ body: { suggestionId: fray.suggestion.id, meaning: 'approved', printedName: 'Aylin Demir' } }
	]);
	expect(ofType(ledger, 'veto.made')).toMatchObject([
		{ body: { suggestionId: hole.suggestion.id, reason: 'The light was wrong' } }
	]);
	const stateOf = async (id: string) =>
		((await (await site.ask(`/api/cases/${id}`)).json()) as { summary: { state: string } }).summary.state;
	await expect.poll(() => stateOf(read.suggestion.id)).toBe('satisfied');
	await expect.poll(() => stateOf(fray.suggestion.id)).toBe('satisfied');
	expect(await stateOf(hole.suggestion.id)).toBe('escalated');
});

/** As a full disk does. */
async function emptyKeptCases(): Promise<void> {
	const request = indexedDB.open('countersign');
	await new Promise((resolve) => (request.onsuccess = resolve));
	const transaction = request.result.transaction('caseDetails', 'readwrite');
	transaction.objectStore('caseDetails').clear();
	await new Promise((resolve) => (transaction.oncomplete = resolve));
	request.result.close();
}
