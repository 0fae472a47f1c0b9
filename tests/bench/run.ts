/** `npm run bench -- NAME [options] [--data DIR] [--json]`: runs one benchmark; with --json the last line is one JSON object. */
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions, UsageError, type BenchOptionSet, type BenchRun } from './options';

/** What a benchmark's folder exports. */
export interface Bench {
	options?: BenchOptionSet;
	/** `values` are those of its own options. */
	run(given: Omit<BenchRun, 'values'> & { values: Record<string, number | string> }): Promise<object>;
}

const folder = fileURLToPath(new URL('.', import.meta.url));

function names(): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && existsSync(`${folder}${entry.name}/index.ts`))
		.map((entry) => entry.name);
}

async function main(): Promise<number> {
	const [name, ...args] = process.argv.slice(2);
	if (name === undefined || !names().includes(name)) {
		const problem = name === undefined ? 'Which benchmark?' : `There is no benchmark "${name}".`;
		throw new UsageError(
			`${problem} There are: ${names().join(', ')}.\nUse: npm run bench -- NAME [options] [--data DIR] [--json]`
		);
	}
	const bench = (await import(`./${name}/index.ts`)) as Bench;
	const { data, json, values } = readOptions(name, bench.options ?? {}, args);
	if (data !== undefined && !existsSync(data)) throw new UsageError(`There is no folder ${data}.`);
	const result = await bench.run({ ...(data === undefined ? {} : { data: resolve(data) }), json, values });
	console.log(json ? JSON.stringify(result) : JSON.stringify(result, null, '\t'));
	return 0;
}

process.exitCode = await main().catch((error: unknown) => {
	console.error(error instanceof UsageError ? error.message : error instanceof Error ? error.stack : error);
	return error instanceof UsageError ? 2 : 1;
});
