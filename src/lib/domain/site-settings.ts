/** What a site decides about its tablets. Until it has decided, `DEFAULT_SITE_SETTINGS` hold. */
import * as v from 'valibot';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** How closely it is watched whether people look before they accept. */
export const OversightSettings = v.object({
	/** One seeded check in so many decisions, on average; 0 for none. */
	seedEvery: whole(0, 1000),
	/** More accepted seeded errors than this tighten a person's oversight, as a share of those they were shown. */
	acceptedSeedsLimit: Share,
	/** Nobody can look at a picture in less, in ms; 0 leaves it out. */
	shortestLookMs: whole(0, 10_000),
	/** More accepts faster than that tighten a person's oversight, as a share of their accepts. */
	fastAcceptsLimit: Share
});
export type OversightSettings = v.InferOutput<typeof OversightSettings>;

export const DEFAULT_OVERSIGHT: OversightSettings = {
	seedEvery: 25,
	acceptedSeedsLimit: 0.2,
	shortestLookMs: 800,
	fastAcceptsLimit: 0.3
};

export const SiteSettings = v.object({
	/** How long after its last contact with the server a tablet takes PINs, in hours. */
	pinOfflineHours: whole(1, 24 * 90),
	/** A tablet that nobody has touched for this long asks for the PIN again, in minutes. */
	lockAfterMinutes: whole(1, 24 * 60),
	/** Whether photos keep the place that their file names (EXIF); otherwise it is removed before they are kept. */
	keepPhotoLocation: v.boolean(),
	/** Settings of older versions have none: then `DEFAULT_OVERSIGHT` holds. */
	oversight: v.optional(OversightSettings)
});
export type SiteSettings = v.InferOutput<typeof SiteSettings>;

export const DEFAULT_SITE_SETTINGS: SiteSettings = {
	pinOfflineHours: 24 * 14,
	lockAfterMinutes: 15,
	keepPhotoLocation: false
};

export function oversightOf({ oversight }: SiteSettings): OversightSettings {
	return oversight ?? DEFAULT_OVERSIGHT;
}
