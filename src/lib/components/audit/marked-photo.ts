/** A photo with its marks drawn on, scaled down for a report. The photo on record stays as it was taken. */
import type { EvidencePhoto, Mark } from '$lib/domain/audit/audit';
import { shapeOf, strokeOf } from '$lib/domain/audit/marks';

/** Long side in the report, pixels: sharp at half a page's width. */
const SIDE = 1000;
const QUALITY = 0.8;

/** A JPEG as a data address. @throws what the browser says when it cannot read the picture */
export async function markedPhoto(blob: Blob, { photo, marks }: EvidencePhoto): Promise<string> {
	const bitmap = await createImageBitmap(blob);
	const scale = Math.min(1, SIDE / Math.max(photo.width, photo.height));
	const canvas = document.createElement('canvas');
	canvas.width = Math.max(1, Math.round(photo.width * scale));
	canvas.height = Math.max(1, Math.round(photo.height * scale));
	const context = canvas.getContext('2d', { alpha: false });
	context?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
	bitmap.close();
	if (context) for (const mark of marks) drawMark(context, mark, canvas.width, canvas.height);
	return canvas.toDataURL('image/jpeg', QUALITY);
}

function drawMark(context: CanvasRenderingContext2D, mark: Mark, width: number, height: number): void {
	const { lines, text } = shapeOf(mark, width, height);
	const stroke = strokeOf(width, height);
	context.lineCap = 'round';
	context.lineJoin = 'round';
	// White below the red: seen on any photo.
	for (const [colour, thickness] of [
		['#ffffff', stroke.line * 2.2],
		['#ff3b30', stroke.line]
	] as const) {
		context.strokeStyle = colour;
		context.lineWidth = thickness;
		for (const line of lines) {
			context.beginPath();
			for (const [x, y] of line) context.lineTo(x, y);
			context.stroke();
		}
	}
	if (!text) return;
	context.font = `700 ${stroke.text}px sans-serif`;
	context.textBaseline = 'top';
	context.strokeStyle = '#ffffff';
	context.lineWidth = stroke.text / 5;
	context.strokeText(text.text, ...text.at);
	context.fillStyle = '#d70015';
	context.fillText(text.text, ...text.at);
}
