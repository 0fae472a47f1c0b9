/**
 * `npm run bench -- causes --data DIR`: how well fault causes are told, with the code that the tablet's worker runs, on the wasm backend.
 * A folder of machines' failures is asked for causes; a folder of work orders' texts for what was wrong and with what.
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../options';
import { measureMachines } from './machines';
import { measureTexts } from './texts';

const DEFAULT_DATA = fileURLToPath(new URL('../../../../shared/data/machine-failures', import.meta.url));

/** @throws UsageError when the folder holds neither */
export async function run({ data = DEFAULT_DATA }: { data?: string; json: boolean }): Promise<object> {
	tf.enableProdMode();
	if (!(await tf.setBackend('wasm'))) throw new Error('TF.js could not start its wasm backend.');
	const say = (text: string): void => console.error(text);
	if (existsSync(path.join(data, 'failures.csv'))) return measureMachines(data, say);
	if (existsSync(path.join(data, 'maintie-gold.json'))) return measureTexts(path.join(data, 'maintie-gold.json'), say);
	throw new UsageError(
		`${data} holds neither failures.csv, errors.csv, machines.csv and maintenance.csv nor maintie-gold.json: name such a folder with --data.`
	);
}
