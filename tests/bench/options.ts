/** What a benchmark may be told on the command line: each declares its own options, everything else is refused. */
import { parseArgs } from 'node:util';

export interface BenchOption {
	/** For the list of options. */
	about: string;
	/** What holds when it is left out; its type is the option's type. Numbers are whole and positive. */
	default: number | string;
	/** The only values it takes. */
	oneOf?: readonly string[];
}

export type BenchOptionSet = Readonly<Record<string, BenchOption>>;

export type Values<O extends BenchOptionSet> = {
	[K in keyof O]: O[K] extends { oneOf: readonly (infer Value)[] }
		? Value
		: O[K]['default'] extends number
			? number
			: string;
};

/** What every benchmark is given. */
export interface BenchRun<O extends BenchOptionSet = Record<string, never>> {
	/** Folder of the data to measure with, absolute; benchmarks that need it say so when it is missing. */
	data?: string;
	/** Whether only the result may be printed to standard output. */
	json: boolean;
	values: Values<O>;
}

/** The command line does not say what the benchmark takes; the text is for whoever typed it. */
export class UsageError extends Error {}

interface Given {
	data: string | undefined;
	json: boolean;
	values: Record<string, number | string>;
}

/** Reads a benchmark's options. Throws `UsageError` that says which there are. */
export function readOptions(name: string, declared: BenchOptionSet, args: readonly string[]): Given {
	const strings = Object.keys(declared).map((option) => [option, { type: 'string' }] as const);
	let values: Record<string, string | boolean | undefined>;
	try {
		({ values } = parseArgs({
			args: [...args],
			options: { ...Object.fromEntries(strings), data: { type: 'string' }, json: { type: 'boolean' } }
		}));
	} catch (error) {
		const [problem] = String(error instanceof Error ? error.message : error).split('. ');
		throw new UsageError(`${problem}.\n${usageOf(name, declared)}`);
	}
	const read = Object.entries(declared).map(([option, declaration]) => {
		const value = readValue(declaration, values[option]);
		if (value === null) throw new UsageError(`--${option} ${String(values[option])}?\n${usageOf(name, declared)}`);
		return [option, value] as const;
	});
	const data = typeof values['data'] === 'string' ? values['data'] : undefined;
	return { data, json: values['json'] === true, values: Object.fromEntries(read) };
}

function readValue(declared: BenchOption, given: string | boolean | undefined): number | string | null {
	if (typeof given !== 'string') return declared.default;
	if (typeof declared.default === 'number') return /^[1-9]\d{0,8}$/.test(given) ? Number(given) : null;
	return !declared.oneOf || declared.oneOf.includes(given) ? given : null;
}

function usageOf(name: string, declared: BenchOptionSet): string {
	const lines = Object.entries(declared).map(
		([option, { about, default: value, oneOf }]) =>
			`  --${option} ${oneOf?.join('|') ?? (typeof value === 'number' ? 'N' : 'TEXT')}  ${about} (${value})`
	);
	return [`Use: npm run bench -- ${name} [options] [--data DIR] [--json]`, ...lines].join('\n');
}
