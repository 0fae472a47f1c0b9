/** The kinds of entry a ledger holds, each with the schema of its body. A schema is never narrowed once it is in use. */
import * as v from 'valibot';
import { Capture } from '../capture';
import { Decision, Withdrawal } from '../decision';
import { Policy } from '../policy';
import { Area, Asset, Device, Id, Instant, Part, Person, Site, Unit, WorkOrder } from '../site';
import { Suggestion } from '../suggestion';

export const BODIES = {
	'site.created': Site,
	'area.defined': Area,
	'asset.defined': Asset,
	'part.defined': Part,
	'person.defined': Person,
	'work-order.defined': WorkOrder,
	'device.enrolled': Device,
	'policy.published': Policy,
	'unit.registered': Unit,
	'session.started': v.object({ personId: Id, startedAt: Instant }),
	'session.ended': v.object({ personId: Id, endedAt: Instant }),
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
