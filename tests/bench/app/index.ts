/** `npm run bench -- app`: what the production build feels like on a tablet, from size to the time a decision needs to be safe. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../fixtures/pictures';
import { TestServer } from '../../fixtures/server';
import { Tablet } from '../../fixtures/tablet';
import { enrol, readyForOffline, setUpDemoSite, signIn } from '../../e2e/journey';
import { Accessibility } from './accessibility';
import { auditPages, type Scores } from './lighthouse';
import { measureLoop, type Quantiles } from './loop';
import { inspectScriptBytes } from './size';
import { measureOfflineStart } from './start';

export interface AppFigures {
	lighthouse: Scores;
	/** As `lighthouse`, on the mid-range phone that Lighthouse simulates by default. */
	lighthousePhone: Scores;
	axeViolations: number;
	/** Gzipped JavaScript that the inspect page loads, without the workers, in KB of 1,000 bytes. */
	inspectJsKbGz: number;
	/** From the start of the navigation to a code that can be typed, in a new browser without a network, median of several. */
	offlineStartMs: number;
	shutterToSuggestionMs: Quantiles;
	decisionDurableMs: Quantiles;
	/** Pages and rules behind a number of violations that is not 0. */
	violations: string[];
}

const say = (text: string) => process.stderr.write(`${text}\n`);

export async function run({ json }: { json: boolean }): Promise<AppFigures> {
	execFileSync(process.execPath, [join(ROOT, 'src/commands/build.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
	const server = await TestServer.start();
	const tablet = await Tablet.open({ origin: server.origin });
	const accessibility = new Accessibility(json ? say : console.log);
	try {
		const { page } = tablet;
		say('Setting up the demo site …');
		await page.goto('/setup');
		await accessibility.check(page, 'setup');
		await setUpDemoSite(page);
		await accessibility.check(page, 'setup, made');
		await enrol(page);
		await accessibility.check(page, 'unlock');
		await signIn(page);
		await readyForOffline(page);

		say('Walking the inspection loop …');
		const loop = await measureLoop(tablet, accessibility);
		await accessibility.checkPages(page);

		say('Starting without a network …');
		const offlineStartMs = await measureOfflineStart(tablet, server);
		say('Weighing the scripts of the inspect page …');
		const bytes = await inspectScriptBytes(tablet);
		say('Running Lighthouse …');
		const lighthouse = await auditPages(tablet, server.origin, 'tablet');
		const lighthousePhone = await auditPages(tablet, server.origin, 'phone');

		return {
			lighthouse,
			lighthousePhone,
			axeViolations: accessibility.violations.length,
			inspectJsKbGz: Math.round(bytes / 100) / 10,
			offlineStartMs,
			...loop,
			violations: accessibility.violations
		};
	} catch (error) {
		const picture = join(ROOT, 'test-results/bench-app.png');
		await tablet.page.screenshot({ path: picture }).catch(() => undefined);
		say(`The last screen is in ${picture}.`);
		throw error;
	} finally {
		await tablet.dispose();
		await server.dispose();
	}
}
