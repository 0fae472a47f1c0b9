/** What is on the tablet before anybody asks for it: everything a floor page needs to start with the network off. */

export interface ShellFiles {
	/** Built files: their names carry their hash. */
	build: readonly string[];
	/** Files of `static/`. */
	files: readonly string[];
	/** Pages built ahead. */
	prerendered: readonly string[];
	version: string;
}

export interface ShellEntry {
	url: string;
	revision: string | null;
}

/** Kept when first seen or when asked for (`/samples`), or of no use to the app itself. */
const NOT_SHELL = [/^\/samples\//, /^\/screenshots\//, /^\/robots\.txt$/, /^\/\.well-known\//, /\.map$/, /\.(br|gz)$/];

export function shellEntries({ build, files, prerendered, version }: ShellFiles): ShellEntry[] {
	const wanted = (url: string) => !NOT_SHELL.some((pattern) => pattern.test(url));
	return [
		...build.filter(wanted).map((url) => ({ url, revision: null })),
		...[...files, ...prerendered].filter(wanted).map((url) => ({ url, revision: version }))
	];
}

/** The page built ahead that serves an address, whatever its query; null when the server has to. */
export function shellPage(pathname: string, prerendered: readonly string[]): string | null {
	const path = pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname;
	return prerendered.includes(path) ? path : null;
}
