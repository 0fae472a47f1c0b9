/** Which backend a device uses: the fastest that gives the same answer as wasm, measured once and remembered. */
import * as v from 'valibot';
import type { Backend, BackendMeasurement, BackendTrial } from '../shared/protocol';

/**
 * Greatest allowed difference from wasm's answer, as a fraction of that answer's range: one step of the byte in which patch
 * features are stored, so that what was learned on one backend means the same on another.
 */
export const TOLERANCE = 1 / 255;

const BackendName = v.picklist(['wasm', 'webgl', 'webgpu']);

/** What this device remembers about its backends; worth nothing once app, browser or backbone are others. */
export const BackendRecord = v.object({
	appVersion: v.string(),
	userAgent: v.string(),
	backboneHash: v.string(),
	backend: BackendName,
	measurements: v.array(
		v.object({
			backend: BackendName,
			medianMs: v.nullable(v.number()),
			difference: v.nullable(v.number())
		})
	)
});
export type BackendRecord = v.InferOutput<typeof BackendRecord>;

/** Compares one backend's trial with wasm's; null stands for a trial that failed or hung. */
export function compareWithWasm(backend: Backend, trial: BackendTrial | null, wasm: BackendTrial): BackendMeasurement {
	if (!trial) return { backend, medianMs: null, difference: null };
	const difference = differenceOf(trial.answer, wasm.answer);
	return { backend, medianMs: difference <= TOLERANCE ? trial.medianMs : null, difference };
}

/** Largest absolute difference divided by the range of the expected values; infinite where they cannot be compared. */
export function differenceOf(answer: Float32Array, expected: Float32Array): number {
	if (answer.length !== expected.length || expected.length === 0) return Infinity;
	let low = Infinity;
	let high = -Infinity;
	let largest = 0;
	expected.forEach((value, index) => {
		low = Math.min(low, value);
		high = Math.max(high, value);
		const gap = Math.abs(value - (answer[index] ?? NaN));
		largest = Number.isNaN(gap) ? Infinity : Math.max(largest, gap);
	});
	return high > low ? largest / (high - low) : Infinity;
}

/** The fastest usable backend. wasm wins a tie, and wins when nothing was measured. */
export function fastest(measurements: readonly BackendMeasurement[]): Backend {
	let best: Backend = 'wasm';
	let bestMs = measurements.find(({ backend }) => backend === 'wasm')?.medianMs ?? Infinity;
	for (const { backend, medianMs } of measurements) {
		if (medianMs !== null && medianMs < bestMs) [best, bestMs] = [backend, medianMs];
	}
	return best;
}

/** The record after a backend crashed or hung in use: it is never tried again on this version, and the next best serves. */
export function withoutBackend(record: BackendRecord, failed: Backend): BackendRecord {
	const measurements = record.measurements.map((measurement) =>
		measurement.backend === failed ? { ...measurement, medianMs: null } : measurement
	);
	return { ...record, measurements, backend: 'wasm' };
}
