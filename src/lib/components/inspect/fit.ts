/** Where a picture lies inside the box that shows it. */

export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** The rectangle, in px of the box, that a picture fills under `object-fit: contain`. Zero-sized when either has no size yet. */
export function containedBox(box: { width: number; height: number }, picture: { width: number; height: number }): Box {
	if (box.width <= 0 || box.height <= 0 || picture.width <= 0 || picture.height <= 0)
		return { x: 0, y: 0, width: 0, height: 0 };
	const scale = Math.min(box.width / picture.width, box.height / picture.height);
	const width = picture.width * scale;
	const height = picture.height * scale;
	return { x: (box.width - width) / 2, y: (box.height - height) / 2, width, height };
}

/** A part of the picture given in fractions, as a CSS position in px of the box. */
export function frameStyle(picture: Box, frame: Box): string {
	return [
		`left:${picture.x + frame.x * picture.width}px`,
		`top:${picture.y + frame.y * picture.height}px`,
		`width:${frame.width * picture.width}px`,
		`height:${frame.height * picture.height}px`
	].join(';');
}
