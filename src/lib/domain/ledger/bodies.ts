/** The kinds of entry a ledger holds, each with the schema of its body. A schema is never narrowed once it is in use. */
import * as v from 'valibot';
import { FinalizedAction, WithdrawnAction } from '../action';
import { MAX_PHOTO_BYTES, PhotoHash } from '../capture';
import { AuditTemplate } from '../audit/template';
import { FaultCatalogue, SettledCause } from '../fault/catalogue';
import { AssetReading } from '../fault/repair';
import { Connector } from '../connector';
import { ClosedProposal, Policy, PolicyProposal } from '../policy';
import { RejectedRefinement } from '../policy/refine';
import { Area, Asset, Device, Id, Part, Person, Site, WorkOrder } from '../site';
import { Seed } from '../seeded-check';
import { SiteSettings } from '../site-settings';
import { FILE_TYPES } from '../sound';
import { ReadingSource } from '../reading-source';
import { RelaxedOversight, TightenedOversight } from '../tightened';
import { Overdue } from '../veto';
import { AUDIT_BODIES } from './audit-bodies';
import { MAINTENANCE_BODIES } from './maintenance-bodies';
import { QuarantineResolved } from './resolution';
import { TABLET_BODIES } from './tablet-bodies';
import { UnsentRun } from './witness';

/** The server's own word that it holds a photo, or a sound: its bytes had this hash when they were on the disk. */
export const StoredPhoto = v.object({
	sha256: PhotoHash,
	mediaType: v.picklist(FILE_TYPES),
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

/** Every kind of entry: what tablets state, and what only the server does. */
export const BODIES = {
	...TABLET_BODIES,
	...MAINTENANCE_BODIES,
	...AUDIT_BODIES,
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
	/** That somebody does not want a change which the app proposed from people's corrections. */
	'policy.refinement-rejected': RejectedRefinement,
	'photo.stored': StoredPhoto,
	/** That the policy's time limit passed with nobody's answer. */
	'checkpoint.overdue': Overdue,
	'action.finalized': FinalizedAction,
	/** That an action which was final no longer holds. */
	'action.withdrawn': WithdrawnAction,
	'connector.defined': Connector,
	/** That its receiver got a new secret; the secret itself is never in the ledger. */
	'connector.secret-set': v.object({ connectorId: Id }),
	'connector.removed': v.object({ connectorId: Id }),
	/** A system that reports readings of machines; its token is never in the ledger. */
	'reading-source.defined': ReadingSource,
	'reading-source.removed': v.object({ sourceId: Id }),
	'seed.defined': Seed,
	'oversight.tightened': TightenedOversight,
	'oversight.relaxed': RelaxedOversight,
	'fault-catalogue.published': FaultCatalogue,
	/** What a lead made of a cause that somebody proposed. */
	'cause.settled': SettledCause,
	/** What another system said of a machine. */
	'asset.read': AssetReading,
	'audit-template.published': AuditTemplate
} as const;

export type EntryType = keyof typeof BODIES;
export type BodyOf<T extends EntryType> = v.InferOutput<(typeof BODIES)[T]>;

export const ENTRY_TYPES = Object.keys(BODIES) as EntryType[];

export function isEntryType(type: string): type is EntryType {
	return Object.hasOwn(BODIES, type);
}
