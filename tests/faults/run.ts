/** `npm run faults -- [--json] [--only NAME[,NAME]] [--runs N]`: breaks things, and counts what became of promised decisions. */
import { parseArgs } from 'node:util';
import { FAULTS } from './faults';
import { stage, type FaultResult } from './harness/stage';

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			json: { type: 'boolean', default: false },
			only: { type: 'string' },
			runs: { type: 'string' }
		}
	});
	const wanted = values.only?.split(',').map((name) => name.trim()) ?? [];
	const unknown = wanted.filter((name) => !FAULTS.some((fault) => fault.name === name));
	const runs = values.runs === undefined ? null : Number(values.runs);
	if (unknown.length > 0 || (runs !== null && !(Number.isInteger(runs) && runs > 0))) {
		const problem =
			unknown.length > 0 ? `There is no fault "${unknown.join('", "')}".` : '--runs takes a number from 1.';
		const names = FAULTS.map(({ name }) => `  ${name}`).join('\n');
		console.error(`${problem} There are:\n${names}\nUse: npm run faults -- [--json] [--only NAME[,NAME]] [--runs N]`);
		return 2;
	}
	const chosen = wanted.length === 0 ? FAULTS : FAULTS.filter(({ name }) => wanted.includes(name));
	const results: FaultResult[] = [];
	let kept = true;
	for (const fault of chosen) {
		const staged = await stage(fault, runs ?? fault.runs);
		results.push(staged.result);
		kept &&= staged.kept;
	}
	if (values.json) console.log(JSON.stringify({ faults: results }));
	else console.log(table(results));
	return kept ? 0 : 1;
}

function table(results: readonly FaultResult[]): string {
	const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
	return [
		row(['fault', 'runs', 'acknowledged', 'lost', 'duplicated', 'note']),
		row(['---', '--:', '--:', '--:', '--:', '---']),
		...results.map(({ name, runs, acknowledged, lost, duplicated, note }) =>
			row([name, runs, acknowledged, lost, duplicated, note])
		)
	].join('\n');
}

process.exitCode = await main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.stack : error);
	return 1;
});
