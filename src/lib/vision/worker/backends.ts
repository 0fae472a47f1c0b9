/** The TF.js backends: loading one, and timing it. Which one is used is the client's choice, made from these measurements. */
import * as tf from '@tensorflow/tfjs';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { BackendUnavailable } from '../shared/errors';
import type { Backend, BackendTrial } from '../shared/protocol';
import type { Backbone } from './backbone';
import { poolPatches } from './patches';
import type { ModelInput } from './picture';

const PASSES = 7;
const TRIAL_LIMIT_MS = 2_000;

/** Registers a backend and makes it the current one. @throws BackendUnavailable */
export async function useBackend(backend: Backend | 'cpu'): Promise<void> {
	try {
		if (backend === 'wasm') await registerWasm();
		if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
		if (!(await tf.setBackend(backend))) throw new BackendUnavailable(backend, 'it did not start');
	} catch (error) {
		if (error instanceof BackendUnavailable) throw error;
		throw new BackendUnavailable(backend, error instanceof Error ? error.message : String(error));
	}
}

/**
 * One thread: the backbone's layers are so small that two threads took as long as one (32 ms both, 2 cores), and threads would
 * ask for cross-origin isolation, for workers made from blobs, and for a patch of the package in production builds.
 */
async function registerWasm(): Promise<void> {
	const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
	tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
	setWasmPaths({
		'tfjs-backend-wasm.wasm': plainWasm,
		'tfjs-backend-wasm-simd.wasm': simdWasm,
		// Never asked for without threads; the package wants an address for each of its files.
		'tfjs-backend-wasm-threaded-simd.wasm': simdWasm
	});
}

/** Whether a backend would run on the graphics chip. Browsers without one fall back to drawing in software: 30 times slower than wasm. */
export async function hasHardware(backend: Backend): Promise<boolean> {
	switch (backend) {
		case 'wasm':
			return true;
		case 'webgl':
			return webglOnHardware();
		case 'webgpu':
			return webgpuOnHardware();
	}
}

const SOFTWARE_RENDERERS = /swiftshader|llvmpipe|softpipe|software|basic render/i;

function webglOnHardware(): boolean {
	const context = new OffscreenCanvas(1, 1).getContext('webgl2');
	if (!context) return false;
	const info = context.getExtension('WEBGL_debug_renderer_info');
	const renderer = String(context.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER));
	context.getExtension('WEBGL_lose_context')?.loseContext();
	return !SOFTWARE_RENDERERS.test(renderer);
}

/** The part of WebGPU needed here; TypeScript's DOM types do not describe it. */
interface Gpu {
	requestAdapter(): Promise<{ info?: { isFallbackAdapter?: boolean; description?: string } } | null>;
}

async function webgpuOnHardware(): Promise<boolean> {
	if (!hasGpu(navigator)) return false;
	const adapter = await navigator.gpu.requestAdapter();
	return (
		adapter !== null &&
		adapter.info?.isFallbackAdapter !== true &&
		!SOFTWARE_RENDERERS.test(adapter.info?.description ?? '')
	);
}

function hasGpu(place: WorkerNavigator | Navigator): place is (WorkerNavigator | Navigator) & { gpu: Gpu } {
	return 'gpu' in place && typeof place.gpu === 'object' && place.gpu !== null;
}

/** Times backbone passes over a drawn picture until there are enough of them or the time is up. The first pass is not counted. */
export async function measureBackend(
	backbone: Backbone,
	now: () => number = () => performance.now()
): Promise<BackendTrial> {
	const input = trialPicture(320, 320);
	const features = await backbone.run(input);
	const took: number[] = [];
	const begun = now();
	do {
		const before = now();
		await backbone.run(input);
		took.push(now() - before);
	} while (took.length < PASSES && now() - begun < TRIAL_LIMIT_MS);
	took.sort((a, b) => a - b);
	return { medianMs: took[Math.floor(took.length / 2)] ?? 0, answer: poolPatches(features).data };
}

/** Slopes, rings and grain: every device draws the same bytes, and every frequency occurs. */
export function trialPicture(width: number, height: number): ModelInput {
	const data = new Float32Array(width * height * 3);
	let grain = 1;
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			grain = (grain * 48271) % 0x7fffffff;
			const ring = ((x - width / 2) ** 2 + (y - height / 2) ** 2) % 4096;
			const at = (y * width + x) * 3;
			data[at] = (x * 255) / width;
			data[at + 1] = ring / 16;
			data[at + 2] = (y * 191) / height + (grain % 64);
		}
	}
	return { data, width, height };
}
