/** Features brought to mean 0 and deviation 1, so that none counts for more than another. */

/** Centre and scale of each feature. */
export interface Scaling {
	mean: Float32Array;
	scale: Float32Array;
}

/** Mean and standard deviation of each feature. */
export function fitScaling(rows: Float32Array[]): Scaling {
	const length = rows[0]?.length ?? 0;
	const mean = new Float32Array(length);
	const scale = new Float32Array(length);
	for (const row of rows) for (let i = 0; i < length; i++) mean[i] += row[i] / rows.length;
	for (const row of rows) for (let i = 0; i < length; i++) scale[i] += (row[i] - mean[i]) ** 2 / rows.length;
	for (let i = 0; i < length; i++) scale[i] = Math.sqrt(scale[i]) || 1;
	return { mean, scale };
}

export function applyScaling({ mean, scale }: Scaling, features: Float32Array): Float32Array {
	return features.map((value, i) => (value - mean[i]) / scale[i]);
}
