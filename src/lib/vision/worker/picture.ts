/** A decoded photo: four bytes a pixel (red, green, blue, alpha), row by row. `ImageData` is one; so is a file decoded in Node. */
export interface Picture {
	data: Uint8Array | Uint8ClampedArray;
	width: number;
	height: number;
}

/** Greyscale picture, `[height, width]`, 0 (black) to 255 (white). */
export interface GreyPicture {
	data: Float32Array;
	width: number;
	height: number;
}

/** Picture as the backbone takes it: `[height, width, 3]`, red, green, blue from 0 to 255. */
export interface ModelInput {
	data: Float32Array;
	width: number;
	height: number;
}
