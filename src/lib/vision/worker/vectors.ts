/** Small arithmetic on rows of numbers. */

/** Inner product of `length` numbers. */
export function dot(a: Float32Array, aOffset: number, b: Float32Array, bOffset: number, length: number): number {
	let sum = 0;
	for (let i = 0; i < length; i++) sum += a[aOffset + i] * b[bOffset + i];
	return sum;
}

/** Scales `length` numbers to length 1 in place; a zero vector stays zero. */
export function normalise(vector: Float32Array, offset: number, length: number): void {
	const norm = Math.sqrt(dot(vector, offset, vector, offset, length));
	if (norm === 0) return;
	for (let i = offset; i < offset + length; i++) vector[i] /= norm;
}

/** Indices of the `count` largest values, largest first. */
export function largest(values: ArrayLike<number>, count: number): number[] {
	return Array.from({ length: values.length }, (_, index) => index)
		.sort((a, b) => values[b] - values[a])
		.slice(0, count);
}

/** The value that a share `fraction` of all values does not exceed. @throws RangeError when there are none */
export function quantile(values: ArrayLike<number>, fraction: number): number {
	if (values.length === 0) throw new RangeError('no values');
	const sorted = Array.from(values).sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(fraction * sorted.length) - 1))];
}
