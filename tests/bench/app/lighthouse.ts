/** Lighthouse over the pages that tablets and newcomers see first. */
import lighthouse, { desktopConfig, type Flags } from 'lighthouse';
import { freePort } from '../../fixtures/server';
import type { Tablet } from '../../fixtures/tablet';

/** From 0 to 100. */
export interface Scores {
	performance: number;
	accessibility: number;
	bestPractices: number;
}

const PAGES = ['/inspect', '/queue', '/ledger'];

/**
 * `tablet` is the device this is made for: its own processor, a tablet's screen, Lighthouse's desktop network. `phone` is
 * Lighthouse's default, a mid-range phone on slow 4G simulated with a processor four times slower than this machine's.
 */
const DEVICES = {
	tablet: {
		...desktopConfig,
		settings: {
			...desktopConfig.settings,
			screenEmulation: { mobile: false, width: 1024, height: 768, deviceScaleFactor: 1, disabled: false }
		}
	},
	phone: undefined
} as const;
export type AuditedDevice = keyof typeof DEVICES;

/** The lowest score of any page. The tablet's own browser is used: it is enrolled and somebody is signed in. */
export async function auditPages(tablet: Tablet, origin: string, device: AuditedDevice): Promise<Scores> {
	const port = await freePort();
	await tablet.restart([`--remote-debugging-port=${port}`]);
	const all: Scores[] = [];
	for (const path of PAGES) {
		const flags = {
			port,
			output: 'json',
			logLevel: 'error',
			onlyCategories: ['performance', 'accessibility', 'best-practices'],
			// The tablet stays enrolled; what the service worker keeps is part of what is measured.
			disableStorageReset: true
		} satisfies Flags;
		const result = await lighthouse(`${origin}${path}`, flags, DEVICES[device]);
		if (!result) throw new Error(`Lighthouse gave no result for ${path}.`);
		const { categories, audits, finalDisplayedUrl } = result.lhr;
		if (new URL(finalDisplayedUrl).pathname !== path) throw new Error(`${path} led to ${finalDisplayedUrl}.`);
		const score = (category: string) => Math.round((categories[category]?.score ?? 0) * 100);
		const scores = {
			performance: score('performance'),
			accessibility: score('accessibility'),
			bestPractices: score('best-practices')
		};
		const flawed = Object.values(audits).filter((audit) => audit.score !== null && audit.score < 0.9);
		process.stderr.write(
			`${path} on a ${device}: ${JSON.stringify(scores)} ${flawed.map(({ id }) => id).join(', ')}\n`
		);
		all.push(scores);
	}
	const lowest = (key: keyof Scores) => Math.min(...all.map((scores) => scores[key]));
	return {
		performance: lowest('performance'),
		accessibility: lowest('accessibility'),
		bestPractices: lowest('bestPractices')
	};
}
