/** The kinds of entry a ledger holds, each with the schema of its body. A schema is never narrowed once it is in use. */
import * as v from 'valibot';
import { Capture, MAX_PHOTO_BYTES, PHOTO_TYPES, PhotoHash } from '../capture';
import { Decision, Withdrawal } from '../decision';
import { Policy } from '../policy';
import { Area, Asset, Device, Id, Instant, Part, Person, Site, Unit, WorkOrder } from '../site';
import { Suggestion } from '../suggestion';

/** The server's own word that it holds a photo: its bytes had this hash when they were on the disk. */
export const StoredPhoto = v.object({
	sha256: PhotoHash,
	mediaType: v.picklist(PHOTO_TYPES),
	bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PHOTO_BYTES)),
	deviceId: Id
});
export type StoredPhoto = v.InferOutput<typeof StoredPhoto>;

export const BODIES = {
	'site.created': Site,
	'area.defined': Area,
	'asset.defined': Asset,
	'part.defined': Part,
	'person.defined': Person,
	'work-order.defined': WorkOrder,
	/** That a person got a new PIN; the PIN itself is never in the ledger. */
	'pin.set': v.object({ personId: Id }),
	'device.enrolled': Device,
	'device.revoked': v.object({ deviceId: Id, reason: v.pipe(v.string(), v.trim(), v.maxLength(500)) }),
	'policy.published': Policy,
	'unit.registered': Unit,
	'session.started': v.object({ personId: Id, startedAt: Instant }),
	'session.ended': v.object({ personId: Id, endedAt: Instant }),
	'photo.stored': StoredPhoto,
	'capture.recorded': Capture,
	'suggestion.made': Suggestion,
	'decision.made': Decision,
	'decision.withdrawn': Withdrawal
} as const;

export type EntryType = keyof typeof BODIES;
export type BodyOf<T extends EntryType> = v.InferOutput<(typeof BODIES)[T]>;

export const ENTRY_TYPES = Object.keys(BODIES) as EntryType[];

export function isEntryType(type: string): type is EntryType {
	return Object.hasOwn(BODIES, type);
}
