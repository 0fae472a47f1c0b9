/** `countersign verify FILE`, once everything it needs is installed. Ends with 0, 1 for faults, 2 for a file that says nothing. */
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UnusableExport } from '$lib/domain/ledger-export';
import { reportText, unusableWords } from './report';
import { verifyFile } from './verify-file';

const USE = `Use: npx countersign verify FILE [--json] [--server-key KEY]

Verifies a ledger that was downloaded as JSON Lines: chains, hashes, signatures, and that nothing is missing.
It asks no server and no network.

  --json            the result as JSON
  --server-key KEY  the key that the server's ledger page shows: the file has to be signed with it

Exit code: 0 nothing was changed, 1 faults were found, 2 the file could not be verified at all.`;

const [FINE, FAULTY, UNUSABLE] = [0, 1, 2];

async function main(): Promise<number> {
	const given = readArguments();
	if (given === null) {
		console.error(USE);
		return UNUSABLE;
	}
	const { file, json, serverKey } = given;
	try {
		const result = await verifyFile(resolve(process.env['COUNTERSIGN_CWD'] ?? '.', file), serverKey);
		console.log(json ? JSON.stringify(result, null, '\t') : reportText(basename(file), result));
		return result.sound ? FINE : FAULTY;
	} catch (error) {
		const words = error instanceof UnusableExport ? unusableWords(error) : unreadableWords(file, error);
		if (json) console.log(JSON.stringify({ unusable: words }, null, '\t'));
		else console.error(words);
		return UNUSABLE;
	}
}

interface Given {
	file: string;
	json: boolean;
	serverKey: string | undefined;
}

function readArguments(): Given | null {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: { json: { type: 'boolean', default: false }, 'server-key': { type: 'string' } }
		});
		const [command, file, ...rest] = positionals;
		if (command !== 'verify' || file === undefined || rest.length > 0) return null;
		return { file, json: values.json, serverKey: values['server-key'] };
	} catch {
		return null;
	}
}

/** Whatever went wrong, nothing was said about the file: it must not look as if faults had been found. */
function unreadableWords(file: string, error: unknown): string {
	const code = error instanceof Error && 'code' in error ? error.code : null;
	if (code === 'ENOENT') return `${file} is not there.`;
	if (code === 'EISDIR') return `${file} is a folder.`;
	if (code === 'EACCES') return `${file} may not be read.`;
	return `${file} could not be verified: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

process.exitCode = await main();
