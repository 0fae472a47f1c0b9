/** What people correct often leads to a proposal, which somebody takes up or rejects. */
import AxeBuilder from '@axe-core/playwright';
import { makeInspection } from '../bench/fleet/inspection';
import { ScriptSite, type ScriptTablet } from '../fixtures/script-tablet';
import { expect, test } from '../fixtures/test';

/** Everything the model calls a crack or a fray is corrected; of each class there are twelve. */
async function inspect(tablet: ScriptTablet): Promise<void> {
	for (let n = 0; n < 60; n++) {
		const { capture, suggestion, decision } = makeInspection(n);
		suggestion.candidates.sort((one, other) => other.probability - one.probability);
		const named = suggestion.candidates[0]?.class;
		const isWrong = named === 'crack' || named === 'fray';
		const corrected = { ...decision, verdict: 'correct', class: 'break', otherClass: null };
		await tablet.push([
			tablet.state('capture.recorded', capture),
			tablet.state('suggestion.made', suggestion),
			tablet.state('decision.made', isWrong ? corrected : decision)
		]);
	}
}

test('the app suggests rules from corrections; a person proposes one and rejects another', async ({
	server,
	tablet: { page }
}) => {
	const site = await ScriptSite.setUp(server.origin);
	await inspect(await site.enrol('Tablet'));
	await page.goto('/sign-in?next=/admin/policy');
	await page.getByLabel('Username').fill('ada');
	await page.getByLabel('Password', { exact: true }).fill(ScriptSite.PASSWORD);
	await page.getByRole('button', { name: 'Sign in' }).click();

	const card = page.getByRole('region', { name: 'What corrections suggest' });
	await expect(card.getByRole('listitem')).toHaveCount(2);
	await expect(card).toContainText('Wrong in 12 of 12 decided suggestions');
	await card.getByRole('link', { name: /Fray: ask for people’s own call first/ }).click();
	await expect(page.getByTestId('policy-replay')).toContainText('Suggestions replayed: 60');
	expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
	await page.getByRole('button', { name: 'Do not suggest this' }).click();
	await expect(page.getByText('Say why not: it goes on record.')).toBeVisible();
	await page.getByLabel('Why not?').fill('The lamp was broken that week');
	await page.getByRole('button', { name: 'Do not suggest this' }).click();
	await expect(page.getByText('This is not suggested any more.')).toBeVisible();

	await page.getByRole('link', { name: 'To the policy' }).click();
	await expect(card.getByRole('listitem')).toHaveCount(1);
	await card.getByRole('link', { name: /Crack: ask for people’s own call first/ }).click();
	await expect(page.getByLabel('Why this change?')).toHaveValue(/Wrong in 12 of 12/);
	await page.getByRole('button', { name: 'Propose this change' }).click();
	await expect(page.getByRole('heading', { name: 'Proposed change of the policy' })).toBeVisible();
	await expect(page.getByTestId('policy-diff')).toContainText('Added');
});
