// Finds a Chromium for browser tests and benchmarks, and brings one where there is none.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { CommandError, ROOT, run, say } from './run.mjs';
import { workingNode } from './runtime.mjs';

/** @typedef {{ path: string, origin: string }} Chromium */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];
const USUAL_PLACES = {
	darwin: [
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		'/Applications/Chromium.app/Contents/MacOS/Chromium',
		'/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'
	],
	win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) =>
		['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map((path) =>
			join(process.env[variable] ?? 'C:\\', path)
		)
	),
	linux: ['/usr/lib/chromium/chromium', '/opt/google/chrome/chrome', '/snap/bin/chromium']
};
const DOWNLOAD_LIMIT_MS = 4 * 60 * 1000;

/** @returns {Chromium | null} */
function named() {
	for (const variable of ['CHROMIUM_PATH', 'CHROME_PATH']) {
		const path = process.env[variable];
		if (path === undefined || path === '') continue;
		if (!existsSync(path)) throw new CommandError(`${variable} names ${path}, but there is no such file.`);
		return { path, origin: `named by ${variable}` };
	}
	return null;
}

/** @returns {Chromium | null} */
function installed() {
	const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
	const ending = process.platform === 'win32' ? '.exe' : '';
	const candidates = [
		...NAMES.flatMap((name) => folders.map((folder) => join(folder, name + ending))),
		...(Object.entries(USUAL_PLACES).find(([platform]) => platform === process.platform)?.[1] ?? [])
	];
	const path = candidates.find((candidate) => existsSync(candidate));
	return path === undefined ? null : { path, origin: 'installed on this computer' };
}

/** @returns {Chromium | null} */
function playwrights() {
	const require = createRequire(join(ROOT, 'package.json'));
	const path = require('@playwright/test').chromium.executablePath();
	return existsSync(path) ? { path, origin: "Playwright's own" } : null;
}

/** @returns {Chromium | null} The Chromium to use, in the order: named, installed, Playwright's own. Installs nothing. */
export function findChromium() {
	return named() ?? installed() ?? playwrights();
}

/** Chromium's sandbox does not start for root, which is who runs in containers. */
export const CHROMIUM_ARGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

async function installDebianPackage() {
	const root = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
	const command = (/** @type {string[]} */ ...args) => {
		const [program = '', ...rest] = [...root, ...args];
		return run(program, rest, { env: { DEBIAN_FRONTEND: 'noninteractive' }, quiet: true });
	};
	return (
		(await command('apt-get', 'update')) === 0 &&
		(await command('apt-get', 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation')) === 0
	);
}

/**
 * As `findChromium`, but where none is found it downloads Playwright's own, or else installs Debian's package.
 *
 * @returns {Promise<Chromium>}
 * @throws {CommandError} when neither works.
 */
export async function ensureChromium() {
	const found = findChromium();
	if (found !== null) return found;
	say("No Chromium found. Downloading Playwright's own …");
	const playwright = join(ROOT, 'node_modules/@playwright/test/cli.js');
	await run(workingNode(), [playwright, 'install', 'chromium'], { timeoutMs: DOWNLOAD_LIMIT_MS });
	const downloaded = playwrights();
	if (downloaded !== null) return { ...downloaded, origin: "Playwright's own, downloaded just now" };
	if (process.platform === 'linux') {
		say("That did not work. Installing Debian's package chromium (apt-get) …");
		await installDebianPackage();
		const packaged = installed();
		if (packaged !== null) return { ...packaged, origin: "Debian's package, installed just now" };
	}
	throw new CommandError(
		'No Chromium could be found or installed. Install Chromium or Chrome, or name one: CHROMIUM_PATH=/path/to/chromium npm test'
	);
}
