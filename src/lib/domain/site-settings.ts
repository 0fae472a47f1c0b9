/** What a site decides about its tablets. Until it has decided, `DEFAULT_SITE_SETTINGS` hold. */
import * as v from 'valibot';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

export const SiteSettings = v.object({
	/** How long after its last contact with the server a tablet takes PINs, in hours. */
	pinOfflineHours: whole(1, 24 * 90),
	/** A tablet that nobody has touched for this long asks for the PIN again, in minutes. */
	lockAfterMinutes: whole(1, 24 * 60),
	/** Whether photos keep the place that their file names (EXIF); otherwise it is removed before they are kept. */
	keepPhotoLocation: v.boolean()
});
export type SiteSettings = v.InferOutput<typeof SiteSettings>;

export const DEFAULT_SITE_SETTINGS: SiteSettings = {
	pinOfflineHours: 24 * 14,
	lockAfterMinutes: 15,
	keepPhotoLocation: false
};
