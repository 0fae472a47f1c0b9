/** Previews of photos: what the tablet sent ahead, until the photo is there to make one from that nobody could have drawn otherwise. */
import { createHash } from 'node:crypto';
import { withoutLocation } from '$lib/domain/photo-location';
import { isSound } from '$lib/domain/sound';
import sharp from 'sharp';
import type { Core } from '../core';
import { ProblemError } from '../problem';
import { sniffMediaType } from './media-type';
import type { PhotoStore } from './photo-store';
import type { PhotoReceiver } from './receiver';

export interface Thumbnail {
	mediaType: string;
	/** Named by its own content, so that sites that share a storage cannot change each other's. */
	file: string;
	madeFrom: 'tablet' | 'photo';
	content: ReadableStream<Uint8Array>;
}

/** Long side, pixels. */
const SIDE = 320;
const QUALITY = 70;

export class Thumbnails {
	constructor(
		private readonly core: Core,
		private readonly store: PhotoStore,
		private readonly photos: Pick<PhotoReceiver, 'find'>
	) {}

	/** Keeps what a tablet sent ahead; the first that came for a photo stays. Throws `invalid-request` for what is no picture. */
	async put(site: string, photo: string, bytes: Uint8Array): Promise<void> {
		const mediaType = sniffMediaType(bytes);
		const picture = mediaType === 'image/jpeg' || mediaType === 'image/webp' ? withoutLocation(bytes) : null;
		if (!mediaType || !picture) throw new ProblemError('invalid-request', { detail: 'not a JPEG or WebP picture' });
		const file = await this.#write(picture);
		await this.core.db
			.insertInto('thumbnails')
			.values({ site, photo, file, media_type: mediaType, made_from: 'tablet' })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	}

	/** Null where neither a preview nor the photo is there. */
	async find(site: string, photo: string): Promise<Thumbnail | null> {
		const row = await this.core.db
			.selectFrom('thumbnails')
			.selectAll()
			.where('site', '=', site)
			.where('photo', '=', photo)
			.executeTakeFirst();
		const made = row?.made_from === 'photo' ? null : await this.#make(site, photo);
		if (made) return made;
		const content = row && (await this.store.read('thumbnails', row.file));
		if (!content) return row?.made_from === 'photo' ? this.#make(site, photo) : null;
		return { mediaType: row.media_type, file: row.file, madeFrom: row.made_from, content };
	}

	/** Null where the photo is not there yet, or cannot be read. */
	async #make(site: string, photo: string): Promise<Thumbnail | null> {
		const held = await this.photos.find(site, photo);
		if (!held || isSound(held.mediaType)) return null;
		const bytes = await new Response(await held.content()).arrayBuffer();
		const picture = await sharp(bytes)
			.autoOrient()
			.resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
			.jpeg({ quality: QUALITY })
			.toBuffer()
			.catch(() => null);
		if (!picture) return null;
		const file = await this.#write(picture);
		const row = { file, media_type: 'image/jpeg', made_from: 'photo' } as const;
		await this.core.db
			.insertInto('thumbnails')
			.values({ site, photo, ...row })
			.onConflict((conflict) => conflict.columns(['site', 'photo']).doUpdateSet(row))
			.execute();
		return {
			mediaType: row.media_type,
			file,
			madeFrom: row.made_from,
			content: new Blob([new Uint8Array(picture)]).stream()
		};
	}

	async #write(picture: Uint8Array): Promise<string> {
		const file = createHash('sha256').update(picture).digest('hex');
		await this.store.write('thumbnails', file, picture);
		return file;
	}
}
