#!/usr/bin/env node
// `npx countersign verify FILE`: what it needs to run, then the command itself. It ends with 2 for whatever says nothing about the file.
import { join } from 'node:path';
import { ensureGenerated } from './built.mjs';
import { ensureInstalled } from './dependencies.mjs';
import { CommandError, main, ROOT, run, say } from './run.mjs';
import { requireNode, workingNode } from './runtime.mjs';

const UNUSABLE = 2;

await main(async () => {
	try {
		requireNode();
		await ensureInstalled();
		await ensureGenerated();
		const command = join(ROOT, 'src/lib/server/verify-file/command.ts');
		const args = process.argv.slice(2);
		// Files are named from where the command was called; it runs in the project's own folder.
		const env = { COUNTERSIGN_CWD: process.env['INIT_CWD'] ?? process.cwd() };
		return await run(workingNode(), ['--import', 'tsx', command, ...args], { env });
	} catch (error) {
		say(error instanceof CommandError ? error.message : String(error instanceof Error ? error.stack : error));
		return UNUSABLE;
	}
});
