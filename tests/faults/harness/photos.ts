/** Photos for decisions, each unlike every other, so that a decision is found again on the server by its photo alone. */
import { createHash, randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { tilePhotos, type TileClass } from '../../fixtures/pictures';

export interface FreshPhoto {
	name: string;
	mimeType: 'image/jpeg';
	buffer: Buffer;
	/** Lower-case hexadecimal: the photo's name everywhere. */
	sha256: string;
}

export type PhotoSize = 'small' | 'large' | 'huge';

/** `small` is about 50 KB and goes in one piece, `large` about 1.2 MB in two, `huge` about 3.3 MB in four. */
const SIZES: Record<PhotoSize, { width: number; height: number; quality: number; grain: number }> = {
	small: { width: 640, height: 480, quality: 80, grain: 64 },
	large: { width: 1920, height: 1440, quality: 92, grain: 1100 },
	huge: { width: 2560, height: 1920, quality: 92, grain: 1900 }
};
const CLASSES: TileClass[] = ['good', 'crack', 'good', 'break', 'good', 'blowhole'];

let made = 0;

/** A part as a camera would show it, with grain in a corner that no other photo has. */
export async function freshPhoto(size: PhotoSize = 'small'): Promise<FreshPhoto> {
	const { width, height, quality, grain } = SIZES[size];
	const number = made++;
	const files = tilePhotos(CLASSES[number % CLASSES.length] ?? 'good');
	const noise = { width: grain, height: grain, channels: 3 } as const;
	const buffer = await sharp(files[number % files.length])
		.resize({ width, height, fit: 'cover' })
		.toColourspace('srgb')
		.composite([{ input: randomBytes(grain * grain * 3), raw: noise, gravity: 'northwest' }])
		.jpeg({ quality })
		.toBuffer();
	return photoOf(buffer);
}

/** A JPEG as a file to choose. */
export function photoOf(buffer: Buffer): FreshPhoto {
	const sha256 = createHash('sha256').update(buffer).digest('hex');
	return { name: `${sha256.slice(0, 8)}.jpg`, mimeType: 'image/jpeg', buffer, sha256 };
}
