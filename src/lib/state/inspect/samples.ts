/** Gives the sample pictures of a part's view to try, one after the other, and then from the start again. */
import type { Part, View } from '$lib/domain/site';
import { samplePictures } from '../sample-pictures';

export class Samples {
	readonly #next = new Map<string, number>();

	/** Null when the view has none, or they never reached this tablet. */
	async next(part: Part, view: View): Promise<Blob | null> {
		const pictures = (await samplePictures(part, 'try')).filter((picture) => picture.view.id === view.id);
		const key = `${part.id} ${view.id}`;
		const index = this.#next.get(key) ?? 0;
		const blob = (await pictures[index % Math.max(1, pictures.length)]?.open()) ?? null;
		if (blob) this.#next.set(key, index + 1);
		return blob;
	}
}
