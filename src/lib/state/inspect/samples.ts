/** Drawn sample pictures, so that the loop can be tried without a camera or a real part. */
import type { Part } from '$lib/domain/site';
import * as v from 'valibot';

const SampleList = v.object({
	pictures: v.array(v.object({ url: v.string(), class: v.string(), use: v.picklist(['teach', 'try']) }))
});

/** Gives the sample pictures of a part to try, one after the other, and then from the start again. */
export class Samples {
	readonly #next = new Map<string, number>();

	/** Null when the part has none, or they never reached this tablet. */
	async next(part: Part): Promise<Blob | null> {
		if (!part.samplePictures) return null;
		const list = v.safeParse(SampleList, await fetchJson(part.samplePictures));
		if (!list.success) return null;
		const pictures = list.output.pictures.filter(({ use }) => use === 'try');
		const index = this.#next.get(part.id) ?? 0;
		const picture = pictures[index % Math.max(1, pictures.length)];
		if (!picture) return null;
		const response = await fetch(picture.url).catch(() => null);
		if (!response?.ok) return null;
		this.#next.set(part.id, index + 1);
		return response.blob();
	}
}

async function fetchJson(url: string): Promise<unknown> {
	const response = await fetch(url).catch(() => null);
	return response?.ok ? response.json() : null;
}
