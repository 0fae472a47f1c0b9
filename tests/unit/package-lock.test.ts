import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Locked {
	optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
	packages: Record<string, Locked>;
};

/** Where Node would look for a package, from the folder of the one that asks for it outwards. */
function isLocked(folder: string, name: string): boolean {
	const places = [folder];
	for (let at = folder; at.includes('/node_modules/');) {
		at = at.slice(0, at.lastIndexOf('/node_modules/'));
		places.push(at);
	}
	return [...places.map((at) => `${at}/node_modules/${name}`), `node_modules/${name}`].some((at) => at in packages);
}

// npm leaves out what a registry mirror did not have, and `npm ci` then refuses the whole file, on every platform.
it('names the packages of every platform, so that npm ci takes it', () => {
	const missing = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies).filter((name) => !isLocked(folder, name))
	);
	expect(missing).toEqual([]);
});
