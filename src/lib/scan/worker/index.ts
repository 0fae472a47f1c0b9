/** The scan worker: serves the decoder chain to the page through Comlink. */
import { expose } from 'comlink';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { ScanWorker } from '../shared/protocol';
import { createChain, type Chain } from './chain';
import { openWebAssemblyDecoder, type WebAssemblyDecoder } from './webassembly-decoder';

let opening: Promise<{ chain: Chain; webAssembly: boolean }> | null = null;

function open() {
	opening ??= openWebAssemblyDecoder({ url: wasmUrl })
		// An old browser, or a policy that forbids WebAssembly: fewer codes are read, but codes are read.
		.catch((): WebAssemblyDecoder | null => null)
		.then((decoder) => ({ chain: createChain(decoder), webAssembly: decoder !== null }));
	return opening;
}

const worker: ScanWorker = {
	async start() {
		const { webAssembly } = await open();
		return { decoders: webAssembly ? ['zxing-wasm', 'zxing-js'] : ['zxing-js'] };
	},
	async read(picture, effort) {
		const { chain } = await open();
		return chain.read(picture, effort);
	}
};

expose(worker);
