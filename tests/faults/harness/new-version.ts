/** A new version of the app as a deployment brings it: its files have new names, and those of the version before are gone. */
import { createHash } from 'node:crypto';
import type { Rewrite } from './proxy';
import type { Site } from './site';

const FILES = '/_app/immutable/';

/** Where the files of a version lie. */
export const versionFolder = (number: number) => `/_app/version-${number}/`;

/** @param number Of the version, from 1; each has names of its own. */
export async function newVersion(site: Pick<Site, 'ask'>, number: number): Promise<Rewrite> {
	const answer = await site.ask('/_app/version.json');
	const { version } = (await answer.json()) as { version: string };
	const files = versionFolder(number);
	return {
		path: (url) => {
			if (url.startsWith(FILES)) return null;
			return url.startsWith(files) ? FILES + url.slice(files.length) : url;
		},
		text: (path, text) => {
			const renamed = text.replaceAll(FILES, files).replaceAll(version, `${version}-${number}`);
			return path.startsWith('/api/') ? text : withHashes(text, renamed);
		}
	};
}

/** A page names the hashes of its own scripts, which have changed with the names in them. */
function withHashes(before: string, after: string): string {
	const old = inlineScripts(before);
	return inlineScripts(after).reduce(
		(text, script, index) => text.replaceAll(hashOf(old[index] ?? ''), hashOf(script)),
		after
	);
}

function inlineScripts(html: string): string[] {
	return [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([^]*?)<\/script>/g)].map(([, script]) => script ?? '');
}

function hashOf(script: string): string {
	return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}
