/** The kinds of entry a ledger holds, each with the schema of its body. A schema is never narrowed once it is in use. */
import * as v from 'valibot';
import { FinalizedAction, WithdrawnAction } from '../action';
import { Approval, RefusedApproval } from '../approval';
import { Capture, MAX_PHOTO_BYTES, PHOTO_TYPES, PhotoHash } from '../capture';
import { Comment } from '../comment';
import { CommittedCall } from '../committed-call';
import { Decision, Withdrawal } from '../decision';
import { ClosedProposal, Policy, PolicyProposal } from '../policy';
import { Area, Asset, Device, Id, Instant, Part, Person, Site, Unit, WorkOrder } from '../site';
import { Seed, SeedAnswer } from '../seeded-check';
import { SiteSettings } from '../site-settings';
import { Suggestion } from '../suggestion';
import { RelaxedOversight, TightenedOversight } from '../tightened';
import { Overdue, Veto } from '../veto';
import { UnsentRun } from './witness';

/** The server's own word that it holds a photo: its bytes had this hash when they were on the disk. */
export const StoredPhoto = v.object({
	sha256: PhotoHash,
	mediaType: v.picklist(PHOTO_TYPES),
	bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PHOTO_BYTES)),
	deviceId: Id
});
export type StoredPhoto = v.InferOutput<typeof StoredPhoto>;

/** A tablet whose storage was lost goes on under a new identity; what only the old one held is named, number by number. */
export const DeviceReplaced = v.object({
	/** The new identity. */
	deviceId: Id,
	/** The old one. */
	replaces: Id,
	/** The `seq` of the newest record that the old one is known to have made. */
	lastSeq: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** What the server does not have. */
	missing: v.array(UnsentRun),
	/** Whether the old device's own signature vouches for this. */
	proved: v.boolean()
});
export type DeviceReplaced = v.InferOutput<typeof DeviceReplaced>;

export const RESOLUTIONS = ['released', 'corrected', 'dismissed'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** What an admin made of a record in quarantine. The record itself stays where it is, word for word. */
export const QuarantineResolved = v.object({
	deviceId: Id,
	seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
	/** Hash of the record. */
	hash: v.string(),
	resolution: v.picklist(RESOLUTIONS),
	reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)),
	/** The entry that stands in its place: the record itself when released, a new one when corrected; null when dismissed. */
	entryId: v.nullable(Id)
});
export type QuarantineResolved = v.InferOutput<typeof QuarantineResolved>;

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
	'device.replaced': DeviceReplaced,
	'site.configured': SiteSettings,
	'quarantine.resolved': QuarantineResolved,
	'policy.published': Policy,
	/** Rules that somebody wants; only somebody else can publish them. */
	'policy.proposed': PolicyProposal,
	'policy.proposal-closed': ClosedProposal,
	'unit.registered': Unit,
	'session.started': v.object({ personId: Id, startedAt: Instant }),
	'session.ended': v.object({ personId: Id, endedAt: Instant }),
	/** Too many wrong PINs in a row: the tablet takes no more of this person's until somebody vouches for them. */
	'pin.locked': v.object({ personId: Id, wrong: v.pipe(v.number(), v.integer(), v.minValue(1)), at: Instant }),
	/** Somebody who may do so let them try again, at the tablet. */
	'pin.unlocked': v.object({ personId: Id, at: Instant }),
	'photo.stored': StoredPhoto,
	'capture.recorded': Capture,
	'suggestion.made': Suggestion,
	/** What a person said before they were shown the model's call. */
	'call.committed': CommittedCall,
	'decision.made': Decision,
	'decision.withdrawn': Withdrawal,
	'comment.made': Comment,
	'approval.given': Approval,
	'approval.refused': RefusedApproval,
	'veto.made': Veto,
	/** That the policy's time limit passed with nobody's answer. */
	'checkpoint.overdue': Overdue,
	'action.finalized': FinalizedAction,
	/** That an action which was final no longer holds. */
	'action.withdrawn': WithdrawnAction,
	'seed.defined': Seed,
	/** What a person said to a seeded check: never a decision. */
	'seed.answered': SeedAnswer,
	'oversight.tightened': TightenedOversight,
	'oversight.relaxed': RelaxedOversight
} as const;

export type EntryType = keyof typeof BODIES;
export type BodyOf<T extends EntryType> = v.InferOutput<(typeof BODIES)[T]>;

export const ENTRY_TYPES = Object.keys(BODIES) as EntryType[];

export function isEntryType(type: string): type is EntryType {
	return Object.hasOwn(BODIES, type);
}
