// Which Node runs what: any supported Node may start a command, Node 24 from the dependencies does the work.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError, ROOT } from './run.mjs';

const OLDEST = [20, 19];
/** The server needs `node:sqlite`, which older versions lack. */
const WORKING_MAJOR = 24;

const major = (/** @type {string} */ version) => Number(version.split('.')[0]);

/** Throws when the Node that runs this is too old to even install the rest. */
export function requireNode() {
	const [has = 0, minor = 0] = process.versions.node.split('.').map(Number);
	const [needs = 0, needsMinor = 0] = OLDEST;
	if (has > needs || (has === needs && minor >= needsMinor)) return;
	throw new CommandError(
		`Countersign needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}.\n` +
			`Install a newer one from https://nodejs.org and try again. Nothing was changed.`
	);
}

/** Path of a Node 24 or newer. Call it after the dependencies are installed: one of them is Node itself. */
export function workingNode() {
	if (major(process.versions.node) >= WORKING_MAJOR) return process.execPath;
	const installed = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (existsSync(installed)) {
		const version = execFileSync(installed, ['-p', 'process.versions.node'], { encoding: 'utf8' });
		if (major(version) >= WORKING_MAJOR) return installed;
	}
	throw new CommandError(
		`The server needs Node ${WORKING_MAJOR}. The dependency that brings it (the package "node") did not install its program,\n` +
			`probably because npm was told to skip install scripts. Run "npm rebuild node", or install Node ${WORKING_MAJOR} yourself.`
	);
}
