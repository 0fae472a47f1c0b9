/** Measuring the other backends, each in a worker of its own that is thrown away: iOS is known to hang in WebGL. */
import type { Backend, BackendMeasurement, BackendTrial } from '../shared/protocol';
import { compareWithWasm } from './backend-choice';
import { WorkerConnection, type SpawnWorker } from './connection';

/** A first WebGL pass took 3 to 20 s on real tablets; beyond this the backend is given up. */
const START_LIMIT_MS = 30_000;
const MEASURE_LIMIT_MS = 10_000;
const HARDWARE_LIMIT_MS = 5_000;

/** Backends beside wasm, in the order they are tried. */
const CANDIDATES: readonly Backend[] = ['webgpu', 'webgl'];

/**
 * Times wasm and each backend that the device has hardware for, and compares their answers. A backend that fails is reported
 * as unusable; the list is empty when not even wasm could be timed.
 */
export async function measureBackends(spawn: SpawnWorker, backbone: string): Promise<BackendMeasurement[]> {
	const wasm = await tryBackend(spawn, backbone, 'wasm');
	if (!wasm) return [];
	const measurements = [compareWithWasm('wasm', wasm, wasm)];
	for (const backend of CANDIDATES) {
		measurements.push(compareWithWasm(backend, await tryBackend(spawn, backbone, backend), wasm));
	}
	return measurements;
}

async function tryBackend(spawn: SpawnWorker, backbone: string, backend: Backend): Promise<BackendTrial | null> {
	const connection = new WorkerConnection(spawn);
	try {
		const hardware = await connection.call('hasHardware', { limitMs: HARDWARE_LIMIT_MS }, (remote) =>
			remote.hasHardware(backend)
		);
		if (!hardware) return null;
		await connection.call('start', { limitMs: START_LIMIT_MS }, (remote) => remote.start({ backend, backbone }));
		return await connection.call('measure', { limitMs: MEASURE_LIMIT_MS }, (remote) => remote.measure());
	} catch {
		// Missing, failing and hanging are one answer here: this backend is not used on this device.
		return null;
	} finally {
		connection.end('measure', 'measured');
	}
}
