import { defineConfig } from '@playwright/test';
import { LANDSCAPE, PORTRAIT } from './tests/fixtures/tablet';

export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.test.ts',
	outputDir: 'test-results/browser',
	// Each test runs a server and a browser with a model in it: two at once would only slow each other down.
	workers: 1,
	timeout: 120_000,
	expect: { timeout: 15_000 },
	forbidOnly: Boolean(process.env['CI']),
	reporter: 'list',
	projects: [
		{ name: 'landscape', use: { viewport: LANDSCAPE } },
		// Only what looks different held upright is tried twice.
		{ name: 'portrait', grep: /@portrait/, use: { viewport: PORTRAIT } }
	]
});
