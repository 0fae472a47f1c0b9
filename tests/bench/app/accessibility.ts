/** Looks for what axe objects to, in every theme that a page can have. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Pages that a tablet with a signed-in admin and a signed-in inspector can open, besides those the journey passes. */
const PAGES = [
	'/inspect',
	'/queue',
	'/queue?tab=waiting',
	'/settings',
	'/unlock',
	'/enrol',
	'/ledger',
	'/ledger/1',
	'/labels',
	'/account',
	'/admin/devices',
	'/admin/people',
	'/admin/people/new',
	'/admin/policy',
	'/admin/policy/draft',
	'/admin/policy/versions/1',
	'/admin/rules',
	'/admin/sign-ins',
	'/sign-in',
	'/no-such-page'
];

const THEMES = ['light', 'dark'] as const;

export class Accessibility {
	/** Page, theme, rule and element of each violation. */
	readonly violations: string[] = [];
	readonly #say: (text: string) => void;

	constructor(say: (text: string) => void) {
		this.#say = say;
	}

	async check(page: Page, name: string): Promise<void> {
		for (const colorScheme of THEMES) {
			await page.emulateMedia({ colorScheme });
			// Legacy mode opens no second page, which a browser with a lasting profile does not allow.
			const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
			for (const { id, nodes } of violations) {
				for (const node of nodes) this.#found(`${name} (${colorScheme}): ${id} at ${node.target.join(' ')}`);
			}
		}
		await page.emulateMedia({ colorScheme: null });
	}

	async checkPages(page: Page): Promise<void> {
		for (const path of PAGES) {
			await page.goto(path);
			await page.waitForLoadState('networkidle');
			await this.check(page, path);
		}
	}

	#found(violation: string): void {
		this.violations.push(violation);
		this.#say(`axe: ${violation}`);
	}
}
