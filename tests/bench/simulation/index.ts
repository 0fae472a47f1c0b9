/** `npm run bench -- simulation`: how long a draft policy takes to be replayed over a ledger of many suggestions. */
import '../../../src/commands/raw-files.mjs';
import type { BenchRun } from '../options';
import type { SimulationFigures } from './measure';

export const options = {
	suggestions: { about: 'suggestions on record, each with a decision', default: 100_000 }
} as const;

export async function run({ values }: BenchRun<typeof options>): Promise<SimulationFigures> {
	// Loaded here: the server's code imports files as text, which the line above makes possible.
	const { measure } = await import('./measure');
	return measure(values.suggestions);
}
