// Installs the dependencies when they are missing or not the ones of package-lock.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError, ROOT, run, say } from './run.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} Locked */

/** @returns {Record<string, Locked> | null} The packages that a lock file names, by folder; null when it is not there. */
function readLock(/** @type {string} */ path) {
	try {
		return JSON.parse(readFileSync(path, 'utf8')).packages;
	} catch {
		return null;
	}
}

/** Whether npm's own record of what it installed agrees with the lock file, package by package. */
export function isInstalled() {
	const wanted = readLock(join(ROOT, 'package-lock.json'));
	if (wanted === null) throw new CommandError('package-lock.json is missing or broken: fetch the project again.');
	const found = readLock(join(ROOT, 'node_modules', '.package-lock.json'));
	if (found === null) return false;
	return Object.entries(wanted).every(([folder, want]) => {
		if (folder === '') return true;
		const has = found[folder];
		// Packages for other operating systems are in the lock file but never installed here.
		if (has === undefined) return want.optional === true || want.devOptional === true;
		return has.version === want.version && has.integrity === want.integrity;
	});
}

export async function ensureInstalled() {
	if (isInstalled()) return;
	say('Installing the dependencies (npm ci). This happens once and takes a minute or two.');
	const npm = process.env['npm_execpath'];
	const args = ['ci', '--no-audit', '--no-fund'];
	const code =
		npm !== undefined && /\.c?js$/.test(npm)
			? await run(process.execPath, [npm, ...args])
			: await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
	if (code !== 0) {
		throw new CommandError(
			`Installing the dependencies failed (exit code ${code}). Is this computer online, and may it reach the npm registry?\n` +
				'Nothing else was changed; run the same command again when it is.'
		);
	}
}
