/** The drawn pictures of a demo part: some to teach it from, some to try the loop with when no camera or real part is at hand. */
import type { Part, View } from '$lib/domain/site';
import * as v from 'valibot';

const SampleList = v.object({
	pictures: v.array(
		v.object({ url: v.string(), view: v.string(), class: v.string(), use: v.picklist(['teach', 'try']) })
	)
});

export interface SamplePicture {
	url: string;
	view: View;
	/** What was drawn: `good` or a defect class of the part. */
	class: string;
	/** Null when it can be had neither from the network nor from what the app keeps for offline. */
	open(): Promise<Blob | null>;
}

/** A capture taught from a sample picture is named by the picture. */
const CAPTURE_PREFIX = 'sample:';

export function sampleCaptureId(url: string): string {
	return CAPTURE_PREFIX + url;
}

/** The picture's address; null for any other capture. */
export function sampleAddress(captureId: string): string | null {
	return captureId.startsWith(`${CAPTURE_PREFIX}/`) ? captureId.slice(CAPTURE_PREFIX.length) : null;
}

/** None where the part has no samples, or their list is not on this tablet. */
export async function samplePictures(part: Part, use: 'teach' | 'try'): Promise<SamplePicture[]> {
	const response = part.samplePictures ? await fetchQuietly(part.samplePictures) : null;
	const list = v.safeParse(SampleList, await response?.json().catch(() => null));
	if (!list.success) return [];
	return list.output.pictures.flatMap((picture) => {
		const view = part.plan.views.find(({ id }) => id === picture.view);
		if (picture.use !== use || !view) return [];
		const { url, class: drawn } = picture;
		return [{ url, view, class: drawn, open: async () => (await fetchQuietly(url))?.blob() ?? null }];
	});
}

/** Everything that trying this part needs of the server: list, pictures and drawing. */
export async function sampleFiles(part: Part): Promise<string[]> {
	const pictures = [...(await samplePictures(part, 'teach')), ...(await samplePictures(part, 'try'))];
	return [part.drawing, part.samplePictures, ...pictures.map(({ url }) => url)].filter((url) => url !== null);
}

async function fetchQuietly(url: string): Promise<Response | null> {
	const response = await fetch(url).catch(() => null);
	return response?.ok ? response : null;
}
