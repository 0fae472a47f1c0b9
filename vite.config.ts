import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * Lists every file of the client build in its manifest. Files that only a worker loads (its own chunks, its .wasm files) are
 * missing there, so the service worker would not keep them and the models would not start offline.
 */
function listWorkerFiles(): Plugin {
	return {
		name: 'countersign:list-worker-files',
		apply: 'build',
		writeBundle: {
			order: 'post',
			handler({ dir }, bundle) {
				const path = join(dir ?? '', '.vite/manifest.json');
				if (this.environment.name !== 'client' || !existsSync(path)) return;
				const manifest: Record<string, { file: string; css?: string[]; assets?: string[] }> = JSON.parse(
					readFileSync(path, 'utf8')
				);
				const listed = new Set(
					Object.values(manifest).flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets])
				);
				for (const file of Object.keys(bundle)) {
					if (/\.(js|wasm)$/.test(file) && !listed.has(file)) manifest[file] = { file };
				}
				writeFileSync(path, JSON.stringify(manifest, null, '\t'));
			}
		}
	};
}

export default defineConfig({
	plugins: [
		// Unit tests take the messages as `npm test` has compiled them: the plugin's watcher would keep vitest from ending.
		process.env['VITEST']
			? null
			: paraglideVitePlugin({
					project: './src/lib/messages/project.inlang',
					outdir: './src/lib/messages/generated',
					strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
					cookieName: 'locale'
				}),
		sveltekit(),
		listWorkerFiles()
	],
	build: {
		rolldownOptions: {
			// What nearly every page needs comes in one file: each of fifty small ones costs more than it holds.
			output: { codeSplitting: { groups: [{ name: 'shared', test: /\/src\/lib\/|lucide/, minShareCount: 14 }] } },
			// Words and rules do nothing when they are loaded: a page gets those it uses, not all that stand behind the same door.
			treeshake: {
				moduleSideEffects: [{ test: /\/src\/lib\/(domain|wire|local-db|sync|device)\//, sideEffects: false }]
			}
		}
	},
	worker: {
		format: 'es',
		rolldownOptions: {
			// Packages of @tensorflow/tfjs that nothing here uses and that would stay for their side effects: 245 of 1,637 KB.
			treeshake: { moduleSideEffects: [{ test: /\/@tensorflow\/tfjs-(layers|data)\//, sideEffects: false }] }
		}
	},
	test: {
		include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts'],
		environment: 'node',
		// One less than there are cores is the default: half of a small computer.
		maxWorkers: '100%'
	}
});
