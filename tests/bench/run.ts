/** `npm run bench -- NAME [--data DIR] [--json]`: runs one benchmark; with --json the last line is one JSON object. */
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export interface BenchOptions {
	/** Folder of the data to measure with, absolute; benchmarks that need it say so when it is missing. */
	data?: string;
	/** Whether only the result may be printed to standard output. */
	json: boolean;
}

export interface Bench {
	run(options: BenchOptions): Promise<object>;
}

const folder = fileURLToPath(new URL('.', import.meta.url));

function names(): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && existsSync(`${folder}${entry.name}/index.ts`))
		.map((entry) => entry.name);
}

async function main(): Promise<number> {
	const { values, positionals } = parseArgs({
		options: { data: { type: 'string' }, json: { type: 'boolean', default: false } },
		allowPositionals: true
	});
	const [name] = positionals;
	if (name === undefined || positionals.length > 1 || !names().includes(name)) {
		const problem = name === undefined ? 'Which benchmark?' : `There is no benchmark "${positionals.join(' ')}".`;
		console.error(`${problem} There are: ${names().join(', ')}.\nUse: npm run bench -- NAME [--data DIR] [--json]`);
		return 2;
	}
	if (values.data !== undefined && !existsSync(values.data)) {
		console.error(`There is no folder ${values.data}.`);
		return 2;
	}
	const bench = (await import(`./${name}/index.ts`)) as Bench;
	const data = values.data === undefined ? {} : { data: resolve(values.data) };
	const result = await bench.run({ ...data, json: values.json });
	console.log(values.json ? JSON.stringify(result) : JSON.stringify(result, null, '\t'));
	return 0;
}

process.exitCode = await main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.stack : error);
	return 1;
});
